package main

import "time"

func init() {
	twin("timer-after-func", expireLater, expireLaterOrStop)
}

func expireLater() {
	body := make([]byte, 256)
	time.AfterFunc(time.Hour, func() { body[0]++ })
}

func expireLaterOrStop() {
	body := make([]byte, 256)
	timer := time.AfterFunc(time.Hour, func() { body[0]++ })
	timer.Stop()
}
