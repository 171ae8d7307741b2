package main

import (
	"context"
	"time"
)

// Whose goroutines live longer than their iteration, and end by themselves.
func init() {
	clean("sleeps-on", func() { go time.Sleep(3 * time.Second) })
	clean("awaits-a-timer", func() {
		go func() {
			select {
			case <-time.After(3 * time.Second):
			case <-nobody:
			}
		}()
	})
	clean("awaits-a-deadline", func() {
		go func() {
			ctx, cancel := context.WithTimeout(context.Background(), 5*time.Second)
			defer cancel()
			<-ctx.Done()
		}()
	})
	clean("sleeps-for-an-hour", func() { go time.Sleep(time.Hour) })
	register("sleeps-for-ever/leaky", func() {
		go func() {
			for {
				time.Sleep(time.Second)
			}
		}()
	})
}

var nobody = make(chan int)
