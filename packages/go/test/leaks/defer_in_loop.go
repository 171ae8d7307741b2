package main

import "os"

func init() {
	deferring, closing := make(chan string), make(chan string)
	done := make(chan struct{})
	twin("defer-in-loop",
		func() { scan(scanDeferring, deferring, done) },
		func() { scan(scanClosing, closing, done) },
	)
}

var isScanning bool

// One worker for the life of the program, whose deferred calls wait for its end.
func scan(worker func(<-chan string, chan<- struct{}), paths chan string, done chan struct{}) {
	if !isScanning {
		isScanning = true
		go worker(paths, done)
	}
	paths <- os.DevNull
	<-done
}

func scanDeferring(paths <-chan string, done chan<- struct{}) {
	for path := range paths {
		file, err := os.Open(path)
		must(err)
		defer file.Close()
		done <- struct{}{}
	}
}

func scanClosing(paths <-chan string, done chan<- struct{}) {
	for path := range paths {
		file, err := os.Open(path)
		must(err)
		must(file.Close())
		done <- struct{}{}
	}
}
