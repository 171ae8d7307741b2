// Package agent lets Plateau's runner measure the process it is linked into. It does nothing unless the
// runner started the process.
//
// It is compiled as part of the user's module, whose go line may be old: no language newer than Go 1.13.
package agent

import (
	"context"
	"os"
	"sync"
	"sync/atomic"
	"syscall"
	"time"
)

// The runner's socket: a path, or host:port on Windows.
const addressVariable = "PLATEAU_AGENT"

// What a main or a test that waits may still take to clean up.
const endGrace = 2 * time.Second

var (
	registry  sync.Mutex
	names     []string
	scenarios = map[string]func(context.Context) error{}

	ended   = make(chan struct{})
	isEnded int32
	waiting int32

	isLent int32
	lent   = make(chan struct{})
)

func init() {
	address := os.Getenv(addressVariable)
	if address == "" {
		close(ended)
		return
	}
	// Children would connect to the same runner.
	_ = os.Unsetenv(addressVariable)
	go serve(address)
}

// Scenario registers one iteration of what is tested. The runner calls iterate again and again from one
// goroutine, never at the same time; an error ends the check.
func Scenario(name string, iterate func(context.Context) error) {
	registry.Lock()
	defer registry.Unlock()
	if scenarios[name] == nil {
		names = append(names, name)
	}
	scenarios[name] = iterate
}

// Wait blocks until the runner is done, and returns at once where there is none.
func Wait() {
	atomic.AddInt32(&waiting, 1)
	<-ended
}

// Drive registers a scenario and does the agent's work on this goroutine until the runner is done, so that no goroutine
// of the agent's own is there while an iteration runs. Returns at once where there is no runner.
func Drive(name string, iterate func(context.Context) error) {
	atomic.AddInt32(&waiting, 1)
	atomic.StoreInt32(&isLent, 1)
	Scenario(name, iterate)
	select {
	case <-lent:
		execute()
	case <-ended:
	}
}

// Without a runner nobody would ever stop this process.
func end() {
	if !atomic.CompareAndSwapInt32(&isEnded, 0, 1) {
		return
	}
	close(ended)
	if atomic.LoadInt32(&waiting) == 0 {
		exit()
	}
	time.AfterFunc(endGrace, exit)
}

// Not os.Exit, which panics in a test that was started with -test.paniconexit0.
func exit() { syscall.Exit(0) }
