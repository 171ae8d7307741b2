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
    return last?.reading === undefined ? [] : [{ probe, bytes: last.reading }]
  })
  const whole = bytesText(kept.reduce((sum, { bytes }) => sum + bytes, 0))
  const of = kept.map(({ probe }) => MEMORY[probe]).join(' and ')
  const retained =
    kept.length === 0 ? '' : `; after the last collection ${whole} of ${of} were retained`
  return `At its busiest it took ${bytesText(peak)} of resident memory${retained}.`
}

const MEMORY = { heap: 'heap', external: 'external memory' } as const
