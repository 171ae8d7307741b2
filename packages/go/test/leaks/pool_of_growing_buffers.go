package main

import (
	"bytes"
	"sync"
)

func init() {
	twin("pool-of-growing-buffers", renderWithoutReset, renderWithReset)
}

var buffers = sync.Pool{New: func() interface{} { return new(bytes.Buffer) }}

func renderWithoutReset() {
	buffer := buffers.Get().(*bytes.Buffer)
	render(buffer)
	buffers.Put(buffer)
}

func renderWithReset() {
	buffer := buffers.Get().(*bytes.Buffer)
	buffer.Reset()
	render(buffer)
	buffers.Put(buffer)
}

func render(buffer *bytes.Buffer) {
	for line := 0; line < 16; line++ {
		buffer.WriteString("one line of a page that is rendered from a pooled buffer\n")
	}
}
