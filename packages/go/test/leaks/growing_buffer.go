package main

import "bytes"

func init() {
	twin("growing-buffer", logOrder, logOrderAndFlush)
}

var (
	journal bytes.Buffer
	sale    = bytes.Repeat([]byte("sold "), 20)
)

func logOrder() {
	journal.Write(sale)
}

func logOrderAndFlush() {
	logOrder()
	journal.Reset()
}
