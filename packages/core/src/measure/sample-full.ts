import { type History, placesOf, probeNamed, readingsAt } from '../decide/history.ts'
import type { Step } from '../decide/step.ts'
import { turns } from '../engine/clock.ts'
import type { Wait } from '../engine/port.ts'
import { allowance } from '../plateau/allowance.ts'
import type { CheckRun } from './check-run.ts'

/**
 * Memory outside the heap is given back beside the program, and counted as gone by the collection after that: what rose
 * since the reading at `base` is read once more.
 */
export function* readSwept(
  { history, sampler }: CheckRun,
  base: number | undefined,
): Generator<Wait, void, unknown> {
  yield turns()
  sampler.read()
  const outside = probeNamed(history, 'external')
  const before = base === undefined ? -1 : readingsAt(history, base)[outside]
  if (outside >= 0 && (sampler.current[outside] ?? 0) > (before ?? -1)) sampler.readFull()
}

/**
 * A base is read until two readings agree, and then as what follows a batch is: once, and again only where it moved. What is
 * in use while a reading is taken, or compiled for it, counts as much in one as in the other.
 */
export function* sampleFull(
  run: CheckRun,
  { phase, turns: isTurning }: Extract<Step, { do: 'sample' }>,
): Generator<Wait, void, unknown> {
  const { history, sampler } = run
  const before = placesOf(history, 'full', phase).at(-1)
  const base = readingsAt(history, before ?? 0)
  if (before === undefined && phase === 'full') {
    hasMoved(history, sampler.current, base)
    if (isTurning) {
      yield* sampler.drain(sampler.current)
      yield* sampler.settle()
    } else sampler.readFull()
  }
  if (isTurning) yield* sampler.settle('once')
  else sampler.readFull()
  if (phase === 'ledger') return yield* readSwept(run, undefined)
  if (before === undefined || !hasMoved(history, sampler.current, base)) return
  if (!isTurning) return sampler.readFull()
  yield* sampler.drain(base)
  yield* sampler.settle('read')
}

function hasMoved({ probes }: History, current: Float64Array, base: Float64Array): boolean {
  return probes.some(
    ({ unit }, at) => Math.abs((current[at] ?? 0) - (base[at] ?? 0)) > allowance(unit, 0, 0),
  )
}
