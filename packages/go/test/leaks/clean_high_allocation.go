package main

import "bytes"

func init() {
	clean("high-allocation", compress)
}

var compressed int

func compress() {
	for part := 0; part < 32; part++ {
		compressed += len(bytes.Repeat([]byte{byte(part)}, 16*1024))
	}
}
