import { createHistory, type HistoryProbe, note, type Phase } from './history.ts'
import { next } from './next-step.ts'
import type { Terms } from './terms.ts'

/** A silent engine compiles a function at its first call, and notes what it is called with from then on. */
const ROUNDS = 4
const SAMPLES = 4
const WINDOWS = 4
const ITERATIONS = 128
const GROWN_BYTES = 64 * 2 ** 10

/**
 * Decides over made-up samples after full collections, which grow in each doubling or in every other one. Before the first of
 * those of a process: what is compiled between two of its own samples would be read as growth, 7 to 8 kB of it. Nothing is
 * decided to the end, for what a verdict is made of would be given back between them.
 */
export function rehearseGate(probes: readonly HistoryProbe[], terms: Terms): void {
  const history = createHistory(probes)
  const readings = new Float64Array(probes.length)
  const add = (phase: Phase, deed: 'run' | 'collect' | 'full', completed: number): void => {
    const elapsedMs = history.length
    const read = deed === 'full' ? readings : undefined
    note(history, { phase, deed, completed, elapsedMs, tookMs: 1 }, read)
    next(history, terms)
  }
  for (let round = 0; round < ROUNDS; round++) {
    history.length = 0
    add('warm-up', 'run', 1)
    for (let sample = 0; sample < SAMPLES; sample++) {
      const completed = ITERATIONS * 2 ** sample
      for (let window = 1; window < WINDOWS; window++) {
        const done = (completed / 2) * (1 + window / WINDOWS)
        add('full', 'run', done)
        add('full', 'collect', done)
      }
      add('full', 'run', completed)
      const steps = round % 2 === 0 ? sample : Math.ceil(sample / 2)
      readings.fill(GROWN_BYTES * steps)
      add('full', 'full', completed)
    }
  }
}
