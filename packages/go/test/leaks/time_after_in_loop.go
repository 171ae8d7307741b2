package main

import "time"

func init() {
	twin("time-after-in-loop", receiveWithAfter, receiveWithTimer)
}

func receiveWithAfter() {
	select {
	case <-message():
	case <-time.After(time.Hour):
	}
}

func receiveWithTimer() {
	timeout := time.NewTimer(time.Hour)
	defer timeout.Stop()
	select {
	case <-message():
	case <-timeout.C:
	}
}

func message() <-chan string {
	messages := make(chan string, 1)
	messages <- "hello"
	return messages
}
