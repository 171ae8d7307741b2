package main

func init() {
	twin("eight-byte-object", keepHandle, keepAndDropHandle)
}

type handle struct {
	owner *int
}

var (
	handles    [1 << 20]*handle
	lastHandle int
)

func keepHandle() {
	lastHandle++
	handles[lastHandle%len(handles)] = &handle{}
}

func keepAndDropHandle() {
	keepHandle()
	handles[lastHandle%len(handles)] = nil
}
