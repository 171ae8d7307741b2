import { expect, test } from 'vitest'
import { readOutput, withoutInspector } from '../../src/node-process/inspector-words.ts'

const SPOKEN = [
  'Debugger listening on ws://127.0.0.1:39415/0b3e3c5c-4a7b-4f0e-8a38-51f4b4e7bd63',
  'For help, see: https://nodejs.org/en/docs/inspector',
  'For help, see: https://nodejs.org/learn/getting-started/debugging',
  'Debugger attached.',
  'Debugger ending on ws://127.0.0.1:39415/0b3e3c5c-4a7b-4f0e-8a38-51f4b4e7bd63',
  'Waiting for the debugger to disconnect...',
]

test.each(SPOKEN)('"%s" is left out, on Windows too', (line) => {
  expect(withoutInspector(`one\n${line}\ntwo`)).toBe('one\ntwo')
  expect(withoutInspector(`one\r\n${line}\r\ntwo`)).toBe('one\r\ntwo')
})

test('what the program says about debuggers is its own', () => {
  const own = 'Our debugger attached.\nFor help, see: https://example.com/\n'

  expect(withoutInspector(own)).toBe(own)
})

test('lines are handed on whole, whatever chunks they come in', () => {
  let seen = ''
  const output = readOutput((chunk) => {
    seen += chunk
  })
  for (const part of ['o', 'ne\nDebugger att', 'ached.\ntw', 'ö\n']) {
    output.onOutput(Buffer.from(part), 'stderr')
  }

  expect(seen).toBe('one\ntwö\n')
})

test('an endless line is handed on in pieces rather than kept', () => {
  let bytes = 0
  const output = readOutput((chunk) => {
    bytes += chunk.length
  })
  for (let at = 0; at < 100; at++) output.onOutput(Buffer.alloc(1000, 'x'), 'stderr')

  expect(bytes).toBeGreaterThan(80_000)
})

test('only the line of V8 itself says that the heap is full', () => {
  const fatal = 'FATAL ERROR: Reached heap limit Allocation failed - JavaScript heap out of memory'
  const output = readOutput(undefined)
  output.onOutput(Buffer.from('RangeError: Array buffer allocation failed\n'), 'stderr')
  expect(output.fatalLine()).toBeUndefined()

  output.onOutput(Buffer.from(`[1:2] 3 ms\n${fatal}\n----- Native stack trace -----\n`), 'stderr')
  expect(output.fatalLine()).toBe(fatal)
})
