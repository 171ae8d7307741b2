package main

import "time"

func init() {
	twin("goroutine-blocked-once-late", giveUpEarly, giveUpButReceive)
}

// While a few of these are at work at any time, one more waits for ever: the number under load hides it.
func askSlowly(answer chan<- int) {
	for connection := 0; connection < 6; connection++ {
		go time.Sleep(1500 * time.Millisecond)
	}
	time.Sleep(1500 * time.Millisecond)
	answer <- 42
}

func giveUpEarly() {
	answer := make(chan int)
	go askSlowly(answer)
	giveUp(answer)
}

func giveUpButReceive() {
	answer := make(chan int, 1)
	go askSlowly(answer)
	giveUp(answer)
}

func giveUp(answer <-chan int) {
	select {
	case <-answer:
	case <-time.After(100 * time.Millisecond):
	}
}
