package main

import "runtime"

func init() {
	twin("locked-thread", renderOnOwnThread, renderOnOwnThreadUntilDone)
}

func renderOnOwnThread() {
	rendering(make(chan struct{}))
}

func renderOnOwnThreadUntilDone() {
	done := make(chan struct{})
	rendering(done)
	close(done)
}

func rendering(done <-chan struct{}) {
	started := make(chan struct{})
	go func() {
		runtime.LockOSThread()
		defer runtime.UnlockOSThread()
		close(started)
		<-done
	}()
	<-started
}
