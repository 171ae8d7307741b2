package main

import (
	"context"
	"sync"
	"time"
)

var jobs = sync.OnceValue(func() chan<- chan int {
	queue := make(chan chan int, 16)
	for worker := 0; worker < 8; worker++ {
		go func() {
			for job := range queue {
				job <- len(make([]byte, 1024))
			}
		}()
	}
	return queue
})

func submitJob() {
	job := make(chan int, 1)
	jobs() <- job
	<-job
}

func fanOut() {
	var all sync.WaitGroup
	for part := 0; part < 32; part++ {
		all.Add(1)
		go func() {
			defer all.Done()
			_ = make([]byte, 512)
		}()
	}
	all.Wait()
}

func squareAll() {
	numbers, squares := make(chan int), make(chan int)
	go func() {
		defer close(numbers)
		for number := 0; number < 16; number++ {
			numbers <- number
		}
	}()
	go func() {
		defer close(squares)
		for number := range numbers {
			squares <- number * number
		}
	}()
	for range squares {
	}
}

func startAndStopTimers() {
	timer := time.AfterFunc(time.Hour, func() {})
	ticker := time.NewTicker(time.Hour)
	timer.Stop()
	ticker.Stop()
	<-time.After(time.Microsecond)
}

func workWithDeadline() {
	ctx, cancel := context.WithTimeout(context.Background(), time.Hour)
	defer cancel()
	child, cancelChild := context.WithCancel(ctx)
	stopped := make(chan struct{})
	go func() {
		<-child.Done()
		close(stopped)
	}()
	cancelChild()
	<-stopped
}

type requestKey struct{}

func passValues() {
	ctx := context.WithValue(context.Background(), requestKey{}, make([]byte, 128))
	_ = context.WithValue(ctx, requestKey{}, 2).Value(requestKey{})
}
