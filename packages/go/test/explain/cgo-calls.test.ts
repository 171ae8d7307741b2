import { expect, test } from 'vitest'
import { cgoCallsIn } from '../../src/explain/cgo-calls.ts'

const SOURCE = `package images

/*
#include <stdlib.h>
static void *take(size_t n) { return malloc(n); } // C.malloc(1) in a comment
*/
import "C"

import "unsafe"

func (d *Decoder) Decode(name string) int {
	path := C.CString(name)
	defer C.free(unsafe.Pointer(path))
	buffer := (*C.char)(C.malloc(C.size_t(1024)))
	C.memset(unsafe.Pointer(buffer), 0, 1024)
	length := int(C.decode(path, buffer))
	return length
}

func Take() {
	p := C.take(16)
	_ = p
}
`

test('finds the calls of C, who makes them and which give their result back', () => {
  const calls = cgoCallsIn('images/decode.go', SOURCE)

  expect(
    calls.map(
      ({ name, frame, allocates, isReleased }) =>
        `${frame.line} ${frame.function} ${name} ${allocates}${isReleased ? ' released' : ''}`,
    ),
  ).toEqual([
    '12 images.(*Decoder).Decode CString certainly released',
    '13 images.(*Decoder).Decode free no',
    '14 images.(*Decoder).Decode malloc certainly',
    '15 images.(*Decoder).Decode memset no',
    '16 images.(*Decoder).Decode decode no',
    '21 images.Take take certainly',
  ])
})

test('finds none in a file that does not use cgo', () => {
  expect(cgoCallsIn('main.go', SOURCE.replace('import "C"', ''))).toEqual([])
})

test('takes a function of C whose source is there at its word', () => {
  const source = `package main

// static char *decode(int bytes) {
//   if (bytes > 0) {
//     return malloc(bytes);
//   }
//   return 0;
// }
// static int checked(int bytes) { void *p = malloc(bytes); free(p); return bytes; }
import "C"

func decodeFrame() {
	C.decode(16)
	C.checked(16)
}
`

  const calls = cgoCallsIn('main.go', source)

  expect(calls.map(({ name, allocates }) => `${name} ${allocates}`)).toEqual([
    'decode certainly',
    'checked no',
  ])
})
