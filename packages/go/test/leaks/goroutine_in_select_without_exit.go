package main

func init() {
	twin("goroutine-in-select-without-exit", pollForEver, pollUntilDone)
}

func pollForEver() {
	first, second := make(chan int), make(chan int)
	go func() {
		for {
			select {
			case <-first:
			case <-second:
			}
		}
	}()
}

func pollUntilDone() {
	first, second, done := make(chan int), make(chan int), make(chan struct{})
	go func() {
		for {
			select {
			case <-first:
			case <-second:
			case <-done:
				return
			}
		}
	}()
	close(done)
}
