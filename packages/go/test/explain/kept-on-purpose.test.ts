import type { Culprit } from '@plateau/core'
import { describe, expect, it } from 'vitest'
import { keptOnPurpose } from '../../src/explain/kept-on-purpose.ts'
import { growthOf } from './samples.ts'

function heldBy(holder: string, changes: Partial<Culprit> = {}): Culprit {
  return {
    type: 'heap object',
    perIteration: { objects: 2, bytes: 100 },
    path: [holder, 'map', '8 B from http/transport.go:1436'].map((name) => ({ name, type: '' })),
    fingerprint: 'f',
    ...changes,
  }
}

const OF_GO = 'global net/http.DefaultTransport'
const HEAP = [growthOf('heapObjects'), growthOf('heap')]

describe('growth that a store of Go keeps', () => {
  it('is none where that is all of it', () => {
    expect(keptOnPurpose([heldBy(OF_GO), heldBy(OF_GO)], HEAP)).toMatchInlineSnapshot(
      `"http.DefaultTransport keeps a list of waiting requests for every address, and each iteration asks a new one: +4 heap objects, +200 bytes per iteration, which is Go's own and was not judged. A client with a Transport of its own keeps none of it."`,
    )
  })

  it.each([
    ['somebody else keeps a part', [heldBy(OF_GO), heldBy('global main.cache')], HEAP],
    ['somebody else keeps it', [heldBy('global main.client')], HEAP],
    ['it is not known who keeps a part', [heldBy(OF_GO), heldBy(OF_GO, { path: [] })], HEAP],
    ['more grew', [heldBy(OF_GO, { details: ['further stacks, 2 in number: +1'] })], HEAP],
    ['goroutines grew, too', [heldBy(OF_GO)], [growthOf('goroutines'), ...HEAP]],
    ['nobody is known', [], HEAP],
  ])('is one where %s', (_, culprits, growth) => {
    expect(keptOnPurpose(culprits, growth)).toBeUndefined()
  })
})
