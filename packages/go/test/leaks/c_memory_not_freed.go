//go:build withc

package main

// #include <stdlib.h>
// #include <string.h>
//
// static char *decode(int bytes) {
//   char *frame = malloc(bytes);
//   memset(frame, 1, bytes);
//   return frame;
// }
import "C"

import "unsafe"

func init() {
	twin("c-memory-not-freed", decodeFrame, decodeAndFreeFrame)
}

func decodeFrame() {
	C.decode(16384)
}

func decodeAndFreeFrame() {
	frame := C.decode(16384)
	C.free(unsafe.Pointer(frame))
}
