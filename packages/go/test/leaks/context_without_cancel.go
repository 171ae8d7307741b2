package main

import "context"

var application, stopApplication = context.WithCancel(context.Background())

func init() {
	_ = stopApplication
	twin("context-without-cancel", requestWithoutCancel, requestWithCancel)
}

func requestWithoutCancel() {
	request, _ := context.WithCancel(application)
	_ = request.Err()
}

func requestWithCancel() {
	request, cancel := context.WithCancel(application)
	defer cancel()
	_ = request.Err()
}
