package agent

import (
	"runtime"
	"strconv"
)

// What the runtime keeps of each goroutine that ended, for the next one to start. A goroutine that takes such a record
// adds nothing to the heap, though without the free ones it would: so the free ones are left out of what is read, and
// each goroutine weighs the same, whatever ran before it.
var records struct {
	// As many goroutines as were seen at the same time: the runtime never gives a record back.
	made int
	// Bytes of one and of its place in the list of all; 0 while unknown.
	bytes  uint64
	before [len(memory.BySize)]uint64
}

const (
	// Go 1.18 takes 384 bytes for a record, Go 1.26 takes 480.
	leastRecordBytes = 320
	mostRecordBytes  = 1024
	// The list holds a pointer to each.
	placeBytes = strconv.IntSize / 8
)

// countRecords tells how many goroutines there are.
func countRecords() int {
	live := runtime.NumGoroutine()
	if records.made < live {
		records.made = live
	}
	return live
}

// freeRecords is how many the goroutines of now leave free.
func freeRecords() uint64 {
	live := countRecords()
	if records.bytes == 0 {
		return 0
	}
	return uint64(records.made - live)
}

// weighRecords does work with so many goroutines at once. Unless the program had free records for half of them, theirs are
// the kind of object that it made most of.
func weighRecords(goroutines int, work func()) {
	if records.bytes != 0 || goroutines == 0 {
		work()
		return
	}
	readKinds()
	for at, kind := range memory.BySize {
		records.before[at] = kind.Mallocs - kind.Frees
	}
	work()
	readKinds()
	most := uint64(goroutines / 2)
	for at, kind := range memory.BySize {
		if kind.Size < leastRecordBytes || kind.Size > mostRecordBytes {
			continue
		}
		if live := kind.Mallocs - kind.Frees; live > records.before[at]+most {
			most = live - records.before[at]
			records.bytes = uint64(kind.Size) + placeBytes
		}
	}
}

func readKinds() {
	runtime.GC()
	runtime.ReadMemStats(&memory)
}
