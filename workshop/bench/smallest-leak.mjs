// How small a leak is found: by default options, at heaps and speeds of three kinds. Prints a table.

import { setTimeout as sleep } from 'node:timers/promises'
import { checkLeak } from '@plateau/core'
import { startProgress } from '../progress.mjs'
import { readOptions } from '../read-options.mjs'
import { verdictColumns, writeRows } from '../rows.mjs'

const { options } = readOptions('smallest-leak', {
  options: { short: { text: 'only the small heap' } },
  rows: 'one row a check',
})

/** Each returns what one iteration does. */
const LEAKS = {
  'one 8-byte slot': () => {
    const numbers = []
    return () => numbers.push(1)
  },
  'one byte of a Buffer': () => {
    let buffer = Buffer.alloc(1)
    return () => {
      const longer = Buffer.alloc(buffer.length + 1)
      buffer.copy(longer)
      buffer = longer
    }
  },
  'one object in 100': () => {
    const objects = []
    let calls = 0
    return () => {
      if (++calls % 100 === 0) objects.push({})
    }
  },
  nothing: () => () => {},
}

const PLACES = [
  { name: '5 MB heap, about 1 µs', heapMegabytes: 5, waitMs: 0, timeoutMs: 5000 },
  { name: '120 MB heap, about 1 µs', heapMegabytes: 120, waitMs: 0, timeoutMs: 20_000 },
  { name: '5 MB heap, 1 ms', heapMegabytes: 5, waitMs: 1, timeoutMs: 20_000 },
]

const places = options.short ? PLACES.slice(0, 1) : PLACES
const progress = startProgress({
  total: places.length * Object.keys(LEAKS).length,
  unit: 'checks',
})
const rows = []
for (const place of places) {
  globalThis.held = fill(place.heapMegabytes)
  for (const [leak, make] of Object.entries(LEAKS)) {
    progress.show(rows.length, `${leak}, ${place.name}`)
    const once = make()
    const run = place.waitMs ? () => sleep(place.waitMs).then(once) : once
    // What an adapter leaves a check of a test with this timeout.
    const verdict = await checkLeak(run, { timeLimitMs: 0.9 * place.timeoutMs })
    const isRight = verdict.kind === (leak === 'nothing' ? 'plateau' : 'growth')
    const grown = verdict.growth?.[0] ?? verdict.suspects?.[0]
    rows.push({
      leak,
      place: place.name,
      isRight,
      ...verdictColumns(verdict),
    })
    const rate = grown ? `${grown.probe} ${grown.perIteration.toFixed(2)}` : ''
    progress.say(
      `${isRight ? ' ' : '!'} ${place.name.padEnd(24)} ${leak.padEnd(22)} ${verdict.kind.padEnd(10)} ${rate.padEnd(16)} ${verdict.iterations} iterations`,
    )
  }
}
progress.end()
writeRows(options.json, rows)
process.exitCode = rows.every(({ isRight }) => isRight) ? 0 : 1

/** A heap of so many megabytes of small live objects. */
function fill(megabytes) {
  const objects = []
  while (process.memoryUsage().heapUsed < megabytes * 1e6) {
    for (let at = 0; at < 1000; at++) objects.push({ at, text: `s${at}`, list: [at] })
  }
  return objects
}
