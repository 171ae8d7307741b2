package agent

import (
	"runtime"
	"runtime/metrics"
	"sync"
	"time"
)

const (
	settleInterval = 2 * time.Millisecond
	settleTurns    = 500

	finalizerInterval = 50 * time.Microsecond
	finalizerTurns    = 200
	// Before Go 1.26 the queues cannot be read.
	finalizerPause = time.Millisecond

	// Per processor the runtime keeps up to 64 ended goroutines and 128 waiting records.
	primedPerProcessor = 150
	primeRounds        = 3
	// Threads beyond the processors': others are in system calls.
	spareThreads = 3
)

var (
	memory     runtime.MemStats
	finalizers = []metrics.Sample{
		{Name: "/gc/finalizers/queued:finalizers"},
		{Name: "/gc/finalizers/executed:finalizers"},
		{Name: "/gc/cleanups/queued:cleanups"},
		{Name: "/gc/cleanups/executed:cleanups"},
	}
)

// warmUp makes what the first reading of each kind allocates, and the timer that sleeping takes.
func warmUp() {
	metrics.Read(finalizers)
	runtime.ReadMemStats(&memory)
	time.Sleep(finalizerInterval)
	watching = time.AfterFunc(time.Hour, watchRunner)
	watching.Stop()
}

// settle waits until goroutines that are about to end have ended.
func settle() int {
	last := runtime.NumGoroutine()
	for turn := 0; turn < settleTurns; turn++ {
		time.Sleep(settleInterval)
		now := runtime.NumGoroutine()
		if now == last {
			break
		}
		last = now
	}
	return last
}

func collect(out []byte) []byte {
	runtime.GC()
	awaitFinalizers()
	runtime.ReadMemStats(&memory)
	free := freeRecords()
	out = appendCount(out, "heapBytes", memory.HeapAlloc-free*records.bytes)
	out = appendCount(append(out, ','), "heapObjects", memory.HeapObjects-free)
	out = appendCount(append(out, ','), "sysBytes", memory.Sys)
	out = appendCount(append(out, ','), "heapReleasedBytes", memory.HeapReleased)
	out = appendCount(append(out, ','), "runtimeBytes",
		memory.MSpanSys+memory.MCacheSys+memory.BuckHashSys+memory.GCSys+memory.OtherSys)
	out = appendCount(append(out, ','), "stackBytes", memory.StackInuse)
	out = appendCount(append(out, ','), "collections", uint64(memory.NumGC))
	return appendCount(append(out, ','), "goroutines", uint64(runtime.NumGoroutine()))
}

func awaitFinalizers() {
	for turn := 0; turn < finalizerTurns; turn++ {
		metrics.Read(finalizers)
		if finalizers[0].Value.Kind() == metrics.KindBad {
			time.Sleep(finalizerPause)
			return
		}
		if executed(0) && executed(2) {
			return
		}
		time.Sleep(finalizerInterval)
	}
}

func executed(at int) bool {
	return finalizers[at].Value.Uint64() == finalizers[at+1].Value.Uint64()
}

// prime fills the runtime's free lists of goroutines, waiting records and threads: they only ever grow, and
// would show as growth of a scenario that starts goroutines.
func prime(atOnce int) {
	processors := runtime.GOMAXPROCS(0)
	together(processors+spareThreads, func(wait func()) {
		// A locked thread is not lent to others, who start one of their own.
		runtime.LockOSThread()
		defer runtime.UnlockOSThread()
		wait()
	})
	weighRecords(processors*primedPerProcessor, func() {
		for round := 0; round < primeRounds; round++ {
			together(processors*primedPerProcessor, func(wait func()) { wait() })
		}
	})
	// As many as will live at the same time, and the list of their timers.
	weighRecords(atOnce, func() {
		together(atOnce, func(wait func()) {
			wait()
			time.Sleep(settleInterval)
		})
	})
}

// together runs so many goroutines that all wait at the same time.
func together(count int, run func(wait func())) {
	gate := make(chan struct{})
	var arriving, ending sync.WaitGroup
	arriving.Add(count)
	ending.Add(count)
	wait := func() {
		arriving.Done()
		<-gate
	}
	for started := 0; started < count; started++ {
		go func() {
			defer ending.Done()
			run(wait)
		}()
	}
	arriving.Wait()
	// From the arrival to the gate it is one step.
	time.Sleep(settleInterval)
	countRecords()
	close(gate)
	ending.Wait()
}
