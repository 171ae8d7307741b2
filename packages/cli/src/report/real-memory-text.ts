import { bytesText } from './amounts.ts'
import type { ProcessView } from './run-view.ts'

/**
 * What the process truly cost the machine when it was asked last, beside its resident memory, or that this system does
 * not tell. Undefined for a thread, and for a run of before.
 */
export function realMemoryText({ samples, came }: ProcessView): string | undefined {
  const last = samples.findLast(
    (one) => one.pssBytes !== undefined || one.footprintBytes !== undefined,
  )
  if (last === undefined) return came?.isThread || !came?.isRealMemoryUntold ? undefined : UNTOLD
  const { pssBytes, ussBytes, footprintBytes, readings } = last
  const beside = readings.rss === undefined ? '' : `, of ${bytesText(readings.rss)} resident`
  if (pssBytes === undefined || ussBytes === undefined) {
    return `Its footprint was ${bytesText(footprintBytes ?? 0)}${beside}.`
  }
  return `Its own memory (USS) was ${bytesText(ussBytes)}, with its share of what others use as well (PSS) ${bytesText(pssBytes)}${beside}.`
}

const UNTOLD = 'Its real memory (PSS, USS, footprint) was not measured: this system does not tell.'
