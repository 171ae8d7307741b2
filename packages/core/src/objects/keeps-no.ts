import { MisuseError, RetainedError } from '../errors.ts'
import type { Retained } from '../plateau/verdict.ts'
import { describeRetained } from '../report/describe-retained.ts'
import { describe } from '../scenario.ts'
import { awaitCollection } from './await-collection.ts'
import type { Collected } from './collected.ts'
import { type Class, canCount, countInstances } from './count-instances.ts'

/**
 * Runs the function once and demands that no more instances of the class, or of its subclasses, are alive afterwards
 * than before. Rejects with `RetainedError`, or with the function's own error.
 */
export async function keepsNo(run: () => unknown, kept: Class): Promise<Collected> {
  refuseMisuse(run, kept)
  const before = await settledCount(kept)
  await run()
  let now = before
  const { isGone, waitedFor } = await awaitCollection(() => {
    now = countInstances(kept)
    return now <= before
  })
  if (isGone) return { waitedFor }
  const { explainInstances } = await import('./explain-instances.ts')
  const retained: readonly Retained[] = await explainInstances(kept)
  const more = now - before
  const expected = `to be kept by no one, of which ${now} ${now === 1 ? 'is' : 'are'} alive, ${more} more than before`
  throw new RetainedError(
    describeRetained(retained, { type: kept.name || 'the class', waitedFor, expected }),
    retained,
  )
}

function refuseMisuse(run: unknown, kept: unknown): void {
  if (typeof run !== 'function') {
    throw new MisuseError(
      `toKeepNo(Class) is asked of a function that runs the code, received ${describe(run)}: expect(() => openAndClose()).toKeepNo(ViewEntry).`,
    )
  }
  const { prototype } = (typeof kept === 'function' ? kept : {}) as { prototype?: unknown }
  if (typeof prototype !== 'object' || prototype === null) {
    throw new MisuseError(`toKeepNo(Class) takes a class, received ${describe(kept)}.`)
  }
  if (!canCount()) {
    throw new MisuseError(
      'toKeepNo(Class) needs v8.queryObjects(), which Node has from 20.13 and 22.0 on.',
    )
  }
}

/** Instances that tests before have left to the collector are none. */
async function settledCount(kept: Class): Promise<number> {
  let count = Number.POSITIVE_INFINITY
  await awaitCollection(() => {
    const last = count
    count = countInstances(kept)
    return count === 0 || count === last
  }, BEFORE_MS)
  return count
}

/** Two equal counts in a row are what stays. */
const BEFORE_MS: readonly number[] = [0, 0, 1, 5]
