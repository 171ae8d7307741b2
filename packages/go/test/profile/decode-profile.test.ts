import { gunzipSync } from 'node:zlib'
import { expect, test } from 'vitest'
import { decodeProfile } from '../../src/profile/decode-profile.ts'
import { recorded } from '../recorded.ts'

const heap = recorded('leg-3.pb.gz')

test('tells what a heap profile counts and that it is exact', () => {
  const { sampleTypes, period, periodType } = decodeProfile(heap)

  expect(sampleTypes).toEqual([
    { type: 'alloc_objects', unit: 'count' },
    { type: 'alloc_space', unit: 'bytes' },
    { type: 'inuse_objects', unit: 'count' },
    { type: 'inuse_space', unit: 'bytes' },
  ])
  expect({ period, periodType }).toEqual({
    period: 1,
    periodType: { type: 'space', unit: 'bytes' },
  })
})

test('sums up to what `go tool pprof -top` prints for every function', () => {
  const flat = new Map<string, number>()
  for (const { stack, values } of decodeProfile(heap).samples) {
    // As pprof prints it: it takes `()` for arguments, in types too.
    const name = (stack[0]?.function ?? '').replaceAll('()', '')
    flat.set(name, (flat.get(name) ?? 0) + (values[3] ?? 0))
  }

  const printed = [...recorded('leg-3.top.txt').toString().matchAll(TOP_LINE)]
  const wanted = printed.map(([, bytes, name]) => [name, Number(bytes)] as const)

  expect(wanted.length).toBeGreaterThan(50)
  expect(wanted.map(([name = '']) => [name, flat.get(name) ?? 0])).toEqual(wanted)
})

const TOP_LINE =
  /^ *(\d+)B? +[\d.]+% +[\d.]+% +\d+B? +[\d.]+% {2}(.+?)(?: \((?:partial-)?inline\))?$/gm

test('puts inlined calls before the function that they were inlined into', () => {
  const puts = decodeProfile(heap).samples.find(({ stack }) =>
    stack.some((frame) => frame.function.includes('.put')),
  )
  const at = puts?.stack.findIndex((frame) => frame.function.includes('.put')) ?? -1

  expect(puts?.stack.slice(at, at + 2)).toEqual([
    {
      function: 'main.(*store[go.shape.string,go.shape.*uint8]).put',
      file: 'example.com/recorded/main.go',
      line: 20,
    },
    { function: 'main.iterate', file: 'example.com/recorded/main.go', line: 28 },
  ])
})

test('reads a profile that is not compressed', () => {
  expect(decodeProfile(gunzipSync(heap))).toEqual(decodeProfile(heap))
})

test('reads negative values, as a difference of two profiles has them', () => {
  const sampleType = [0x0a, 0x04, 0x08, 0x01, 0x10, 0x01]
  const minusTwo = [0xfe, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x01]
  const sample = [0x12, 0x0d, 0x12, 0x0b, ...minusTwo, 0x07]
  const strings = [0x32, 0x00, 0x32, 0x01, 0x61]

  const { samples } = decodeProfile(Uint8Array.from([...sampleType, ...sample, ...strings]))

  expect(samples).toEqual([{ stack: [], values: [-2, 7] }])
})

test.each([
  ['nothing', new Uint8Array()],
  ['a web page', Buffer.from('<!doctype html><title>404</title>')],
  ['a profile as text', Buffer.from('heap profile: 1: 8 [1: 8] @ heap/1048576\n')],
  ['a compressed profile that is cut off', heap.subarray(0, heap.length - 100)],
  ['a profile that is cut off', gunzipSync(heap).subarray(0, 5000)],
  ['something else', Uint8Array.from([0xff, 0xfe, 0x00, 0x01])],
])('refuses %s', (name, bytes) => {
  expect(messageOf(() => decodeProfile(bytes))).toBe(REFUSALS[name])
})

const REFUSALS: Readonly<Record<string, string>> = {
  nothing: 'The profile cannot be read: it is empty.',
  'a web page':
    'The profile cannot be read: it is a web page. Give the address of the profile itself, /debug/pprof/heap.',
  'a profile as text':
    'The profile cannot be read: it is text, beginning with "heap profile: 1: 8 [1: 8] @ heap/1048576". Ask for it without debug=1 or debug=2.',
  'a compressed profile that is cut off':
    'The profile cannot be read: its gzip data is cut off or damaged (unexpected end of file). Take it again.',
  'a profile that is cut off':
    'The profile cannot be read: it ends 9 bytes too early. Take it again, and read it when it is complete.',
  'something else':
    'The profile cannot be read: byte 3 begins a field of the unknown kind 7. Take it again, and read it when it is complete.',
}

test('reads or refuses a profile that is cut off anywhere, and never hangs', () => {
  const raw = gunzipSync(heap)
  for (let length = 1; length < raw.length; length += 97) {
    const message = messageOf(() => decodeProfile(raw.subarray(0, length)))
    expect(message === undefined || message.startsWith('The profile cannot be read: ')).toBe(true)
  }
})

function messageOf(decode: () => unknown): string | undefined {
  try {
    decode()
    return undefined
  } catch (error) {
    return (error as Error).message
  }
}
