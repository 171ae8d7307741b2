package main

func init() {
	twin("lost-slice-elements", takeJob, takeJobAndReset)
}

type job struct {
	input [256]byte
}

// The array behind the queue is as long as the day; what was taken from its head is still in it.
var queue = make([]*job, 0, 1<<20)

func takeJob() {
	queue = append(queue, &job{})
	queue = queue[1:]
}

func takeJobAndReset() {
	queue = append(queue, &job{})
	queue[0] = nil
	queue = queue[1:]
}
