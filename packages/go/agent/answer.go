package agent

import (
	"bytes"
	"context"
	"os"
	"runtime/debug"
	"runtime/pprof"
	"strconv"
	"sync/atomic"
)

var (
	background = context.Background()
	// Iterations of the run under way: what is told when it panics.
	completed int
	fields    [4][]byte
)

// answer appends a JSON object without its closing brace.
func answer(line, out []byte) []byte {
	split(line)
	completed = 0
	out = append(out, '{')
	switch string(fields[0]) {
	case "settle":
		return appendCount(out, "goroutines", uint64(settle()))
	case "collect":
		return collect(out)
	case "run":
		return run(out, number(fields[2]))
	case "prime":
		prime(number(fields[1]))
		return out
	case "release":
		debug.FreeOSMemory()
		return out
	case "profile":
		return profile(out, string(fields[1]), number(fields[2]), string(fields[3]))
	case "dump":
		return dump(out, string(fields[1]))
	case "list":
		return list(out)
	case "exit":
		end()
	}
	return fail(out, "unknown command "+strconv.Quote(string(fields[0])))
}

// split takes a line apart at its tabs, for names and paths may have spaces.
func split(line []byte) {
	for at := range fields {
		tab := bytes.IndexByte(line, '\t')
		if tab < 0 {
			fields[at], line = line, nil
		} else {
			fields[at], line = line[:tab], line[tab+1:]
		}
	}
}

func number(digits []byte) int {
	value := 0
	for _, digit := range digits {
		value = value*10 + int(digit-'0')
	}
	return value
}

func run(out []byte, iterations int) []byte {
	registry.Lock()
	iterate := scenarios[string(fields[1])]
	registry.Unlock()
	if iterate == nil {
		return fail(out, "no such scenario")
	}
	startWatching()
	for completed < iterations && atomic.LoadInt32(&isEnded) == 0 {
		if err := iterate(background); err != nil {
			out = append(fail(out, err.Error()), ',')
			break
		}
		completed++
	}
	stopWatching()
	return appendCount(out, "completed", uint64(completed))
}

func profile(out []byte, name string, debugLevel int, path string) []byte {
	found := pprof.Lookup(name)
	if found == nil {
		return fail(out, "unknown profile "+name)
	}
	return write(out, path, func(file *os.File) error { return found.WriteTo(file, debugLevel) })
}

func dump(out []byte, path string) []byte {
	return write(out, path, func(file *os.File) error {
		debug.WriteHeapDump(file.Fd())
		return nil
	})
}

// write makes a file that nobody else may read: it holds what the program holds.
func write(out []byte, path string, content func(*os.File) error) []byte {
	file, err := os.OpenFile(path, os.O_CREATE|os.O_WRONLY|os.O_TRUNC, 0600)
	if err != nil {
		return fail(out, err.Error())
	}
	err = content(file)
	if closing := file.Close(); err == nil {
		err = closing
	}
	if err != nil {
		return fail(out, err.Error())
	}
	return out
}
