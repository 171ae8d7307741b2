import { forceGc } from '@plateau/expose-gc-wrapper'
import { nowMs, sleep, turns } from '../engine/clock.ts'
import type { WeakThings } from './weak-things.ts'

/** How a wait for a collection ended. */
export interface Collection {
  readonly isGone: boolean
  /** Whole sentence part: `2 turns of the event loop and 1 full collection`. */
  readonly waitedFor: string
}

/**
 * Milliseconds between one look and the next. The first look follows the microtasks and two turns of the event loop at
 * once: there most objects are gone. The others are for what closes or fires soon: sockets, children, short timers.
 */
const PAUSES_MS: readonly number[] = [0, 0, 5, 20, 75, 200]

/** Waits until all of them are gone, and for no more than what is pending needs. */
export async function awaitCollection(
  isGone: () => boolean,
  pausesMs: readonly number[] = PAUSES_MS,
): Promise<Collection> {
  const startedMs = nowMs()
  let collections = 0
  for (const pauseMs of pausesMs) {
    if (pauseMs > 0) await sleep(pauseMs)
    // What was read of a WeakRef lives to the end of its job: the next look is another one.
    await turns()
    forceGc()
    collections++
    if (isGone()) return { isGone: true, waitedFor: waited(collections, startedMs) }
  }
  return { isGone: false, waitedFor: waited(collections, startedMs) }
}

export function areGone(things: WeakThings): boolean {
  return things.every((thing) => thing.deref() === undefined)
}

function waited(collections: number, startedMs: number): string {
  const ms = Math.round(nowMs() - startedMs)
  const full = `${collections} full collection${collections === 1 ? '' : 's'}`
  return `all microtasks, ${2 * collections} turns of the event loop, whatever was due within ${ms} ms, and ${full}`
}
