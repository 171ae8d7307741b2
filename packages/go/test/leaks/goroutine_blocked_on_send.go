package main

import "context"

func init() {
	twin("goroutine-blocked-on-send", searchUnbuffered, searchBuffered)
}

func searchUnbuffered() {
	results := make(chan int)
	search(results)
}

func searchBuffered() {
	results := make(chan int, 1)
	search(results)
}

// The caller has given up before the result is there.
func search(results chan int) {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	go func() {
		<-ctx.Done()
		results <- 42
	}()
	select {
	case <-ctx.Done():
	case <-results:
	}
}
