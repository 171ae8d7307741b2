package main

import "sync"

func init() {
	twin("sync-map-growth", rememberDevice, rememberAndForgetDevice)
}

type device struct {
	readings [8]float64
}

var (
	devices    sync.Map
	lastDevice int
)

func rememberDevice() {
	lastDevice++
	devices.Store(lastDevice, &device{})
}

func rememberAndForgetDevice() {
	rememberDevice()
	devices.Delete(lastDevice)
}
