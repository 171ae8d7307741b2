// Draws what a leak, a cache and noise look like, from real readings of this process, into docs/pictures.
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { checkLeak } from '@plateau/core'
import { collect } from '@plateau/expose-gc-wrapper'
import { root } from '../installed-project.mjs'
import { readOptions } from '../read-options.mjs'
import { drawing } from './drawing.mjs'

const SAMPLES = 48
const ITERATIONS_PER_SAMPLE = 200

const SCENARIOS = {
  leak: {
    title: 'A leak: as much in every batch, for ever',
    make() {
      const sessions = new Map()
      let next = 0
      return () => sessions.set(next++, { at: next })
    },
  },
  cache: {
    title: 'A cache of 4 000 entries: it fills, and levels off',
    options: { bounded: 4000 },
    make() {
      const entries = new Map()
      let next = 0
      return () => {
        entries.set(next % 4000, { at: next })
        next++
      }
    },
  },
  noise: {
    title: 'Noise: a ring of buffers of random length, up and down',
    isFull: true,
    make() {
      const ring = []
      let next = 0
      return () => {
        ring[next++ % 64] = Array.from({ length: Math.floor(Math.random() * 4000) }, () => next)
      }
    },
  },
}

readOptions('pictures', { options: {} })
for (const [name, scenario] of Object.entries(SCENARIOS)) {
  const { kind } = await checkLeak(scenario.make(), { ...scenario.options, explain: 'off' })
  const readings = readingsOf(scenario)
  const text = drawing({ title: scenario.title, kind, readings, step: ITERATIONS_PER_SAMPLE })
  writeFileSync(join(root, 'docs', 'pictures', `${name}.svg`), text)
  console.log(`docs/pictures/${name}.svg  ${kind}`)
}

/** Bytes of the heap after each batch and a full collection. What is full from the start has run before. */
function readingsOf({ make, isFull = false }) {
  const run = make()
  for (let iteration = 0; isFull && iteration < ITERATIONS_PER_SAMPLE; iteration++) run()
  const readings = new Float64Array(SAMPLES + 1)
  for (let at = 0; at <= SAMPLES; at++) {
    for (let iteration = 0; at > 0 && iteration < ITERATIONS_PER_SAMPLE; iteration++) run()
    collect('full')
    readings[at] = process.memoryUsage().heapUsed
  }
  return [...readings]
}
