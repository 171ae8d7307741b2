package main

import "os"

func init() {
	twin("file-not-closed", peek, peekAndClose)
}

func peek() {
	file, err := os.Open(os.DevNull)
	must(err)
	_, _ = file.Stat()
}

func peekAndClose() {
	file, err := os.Open(os.DevNull)
	must(err)
	_, _ = file.Stat()
	must(file.Close())
}
