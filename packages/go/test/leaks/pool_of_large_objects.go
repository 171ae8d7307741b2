package main

import "sync"

func init() {
	twin("pool-of-large-objects", uploadAndKeepParts, uploadAndDropParts)
}

type upload struct {
	parts [][]byte
}

var uploads = sync.Pool{New: func() interface{} { return new(upload) }}

func uploadAndKeepParts() {
	current := uploads.Get().(*upload)
	current.receive()
	uploads.Put(current)
}

func uploadAndDropParts() {
	current := uploads.Get().(*upload)
	current.receive()
	current.parts = nil
	uploads.Put(current)
}

func (u *upload) receive() {
	u.parts = append(u.parts, make([]byte, 8192))
}
