import { bytesText } from './amounts.ts'
import { probeSeries } from './probe-series.ts'
import type { ProcessView } from './run-view.ts'

/**
 * What it took at its busiest beside what it keeps: the one is what a machine must have, the other is judged. Undefined
 * where the system does not tell.
 */
export function peakText(process: ProcessView): string | undefined {
  const peak = process.samples.findLast(({ peakBytes }) => peakBytes !== undefined)?.peakBytes
  if (peak === undefined) return undefined
  const kept = (['heap', 'external'] as const).flatMap((probe) => {
    const last = probeSeries(process, probe).findLast(({ reading }) => reading !== undefined)
    return last?.reading === undefined ? [] : [last.reading]
  })
  const retained =
    kept.length === 0
      ? ''
      : `; after the last collection ${bytesText(kept.reduce((sum, one) => sum + one, 0))} of heap and external memory were retained`
  return `At its busiest it took ${bytesText(peak)} of resident memory${retained}.`
}
