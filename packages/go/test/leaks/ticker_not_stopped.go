package main

import "time"

func init() {
	twin("ticker-not-stopped", watch, watchAndStop)
}

func watch() {
	ticker := time.NewTicker(time.Hour)
	poll(ticker.C)
}

func watchAndStop() {
	ticker := time.NewTicker(time.Hour)
	defer ticker.Stop()
	poll(ticker.C)
}

func poll(ticks <-chan time.Time) {
	select {
	case <-ticks:
	default:
	}
}
