package agent

import (
	"bytes"
	"fmt"
	"os"
	"runtime"
	"runtime/debug"
	"strings"
)

// Arrays outside the heap: what the agent needs must not show in what it measures.
var (
	input    [16 << 10]byte
	command  [16 << 10]byte
	output   [64 << 10]byte
	commands = make(chan []byte)
	runner   connection
)

// A goroutine of its own reads, so that the end of the runner is seen while an iteration hangs.
func serve(address string) {
	var err error
	if runner, err = connect(address); err != nil {
		close(ended)
		return
	}
	warmUp()
	send(hello(output[:0]))
	go execute()
	filled := 0
	for {
		count, err := runner.read(input[filled:])
		if err != nil || count == 0 {
			end()
		}
		filled += count
		for {
			newline := bytes.IndexByte(input[:filled], '\n')
			if newline < 0 {
				break
			}
			// The runner sends a command only after the answer to the one before.
			line := command[:copy(command[:], input[:newline])]
			filled = copy(input[:], input[newline+1:filled])
			commands <- line
		}
	}
}

func execute() {
	defer func() {
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
		send(answer(<-commands, output[:0]))
	}
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
