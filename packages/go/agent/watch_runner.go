package agent

import (
	"sync/atomic"
	"time"
)

// How late the end of the runner is seen while an iteration hangs.
const watchInterval = 200 * time.Millisecond

var (
	// A timer needs a goroutine only for the moment in which it fires.
	watching  *time.Timer
	isRunning int32
)

func startWatching() {
	atomic.StoreInt32(&isRunning, 1)
	watching.Reset(watchInterval)
}

func stopWatching() {
	atomic.StoreInt32(&isRunning, 0)
	watching.Stop()
}

func watchRunner() {
	switch {
	case atomic.LoadInt32(&isRunning) == 0:
	case runner.isGone():
		end()
	default:
		watching.Reset(watchInterval)
	}
}
