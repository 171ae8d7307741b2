//go:build unix

package main

import "syscall"

func init() {
	twin("mapped-memory", mapScratch, mapAndUnmapScratch)
}

func mapScratch() {
	touch(mapAnonymous())
}

func mapAndUnmapScratch() {
	scratch := mapAnonymous()
	touch(scratch)
	must(syscall.Munmap(scratch))
}

func mapAnonymous() []byte {
	memory, err := syscall.Mmap(-1, 0, 16384, syscall.PROT_READ|syscall.PROT_WRITE, syscall.MAP_ANON|syscall.MAP_PRIVATE)
	must(err)
	return memory
}

// Memory that was never written to is not there yet.
func touch(memory []byte) {
	for at := 0; at < len(memory); at += 4096 {
		memory[at] = 1
	}
}
