package main

func init() {
	twin("closures-kept-in-slice", subscribe, subscribeForOnce)
}

var subscribers []func() int

func subscribe() {
	payload := make([]byte, 1024)
	subscribers = append(subscribers, func() int { return len(payload) })
}

func subscribeForOnce() {
	payload := make([]byte, 1024)
	subscribers = append(subscribers, func() int { return len(payload) })
	last := len(subscribers) - 1
	subscribers[last] = nil
	subscribers = subscribers[:last]
}
