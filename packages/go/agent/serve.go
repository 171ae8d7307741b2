package agent

import (
	"bytes"
	"fmt"
	"os"
	"runtime"
	"runtime/debug"
	"strings"
	"sync/atomic"
)

// Arrays outside the heap: what the agent needs must not show in what it measures.
var (
	input  [16 << 10]byte
	filled int
	output [64 << 10]byte
	runner connection
)

func serve(address string) {
	var err error
	if runner, err = connect(address); err != nil {
		close(ended)
		return
	}
	warmUp()
	send(hello(output[:0]))
	execute()
}

// execute answers until the runner is done, or until another goroutine was lent. While an iteration runs there is none
// but this one, for tests look for what is left behind.
func execute() {
	isDone := false
	defer func() {
		if isDone {
			return
		}
		stopWatching()
		failure := recover()
		out := append(output[:0], `{"error":`...)
		if failure == nil {
			out = appendString(out, "it ended its goroutine (runtime.Goexit)")
		} else {
			out = appendString(out, "panic: "+fmt.Sprint(failure)+"\n"+panicStack())
		}
		send(appendCount(append(out, ','), "completed", uint64(completed)))
		go execute()
	}()
	for {
		line := nextLine()
		if line == nil {
			end()
			break
		}
		send(answer(line, output[:0]))
		if atomic.CompareAndSwapInt32(&isLent, 1, 2) {
			lent <- struct{}{}
			break
		}
	}
	isDone = true
}

// nextLine reads the next command, which the runner sends only after the answer to the one before; nil at its end.
func nextLine() []byte {
	filled = 0
	for atomic.LoadInt32(&isEnded) == 0 {
		count, err := runner.read(input[filled:])
		if err != nil || count == 0 {
			break
		}
		filled += count
		if newline := bytes.IndexByte(input[:filled], '\n'); newline >= 0 {
			return input[:newline]
		}
	}
	return nil
}

func send(out []byte) {
	if runner.write(append(out, "}\n"...)) != nil {
		end()
	}
}

func hello(out []byte) []byte {
	out = appendString(append(out, `{"go":`...), runtime.Version())
	out = appendCount(append(out, ','), "pid", uint64(os.Getpid()))
	out = appendCount(append(out, ','), "procs", uint64(runtime.GOMAXPROCS(0)))
	out = list(append(out, ','))
	out = appendString(append(out, `,"settings":{"godebug":`...), os.Getenv("GODEBUG"))
	return append(out, '}')
}

func list(out []byte) []byte {
	registry.Lock()
	defer registry.Unlock()
	out = append(out, `"scenarios":[`...)
	for at, name := range names {
		if at > 0 {
			out = append(out, ',')
		}
		out = appendString(out, name)
	}
	return append(out, ']')
}

// The first lines below the panic itself.
func panicStack() string {
	const shownLines = 12
	stack := string(debug.Stack())
	if at := strings.Index(stack, "\npanic("); at >= 0 {
		stack = stack[at+1:]
	}
	lines := strings.Split(stack, "\n")
	if len(lines) > 2 {
		lines = lines[2:]
	}
	if len(lines) > shownLines {
		lines = lines[:shownLines]
	}
	return strings.Join(lines, "\n")
}
