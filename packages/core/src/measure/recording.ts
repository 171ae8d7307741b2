import type { Collection, Series } from '../plateau/series.ts'
import type { Probe } from '../probe/probe.ts'

/** More samples than any check takes: the doubling ends after 20 batches, the rest after 20 more. */
const MAX_SAMPLES = 96

/**
 * The samples of one check, in memory that was allocated before the first of them: an object pushed
 * per sample would itself be seen as growth.
 */
export interface Recording {
  add(iterations: number, collection: Collection, readings: Float64Array): void
  /** Forgets all samples. */
  clear(): void
  toSeries(): readonly Series[]
}

export function createRecording(probes: readonly Probe[]): Recording {
  const iterations = new Float64Array(MAX_SAMPLES)
  const isMinor = new Uint8Array(MAX_SAMPLES)
  const columns = new Float64Array(MAX_SAMPLES * probes.length)
  let length = 0

  return {
    add(done, collection, readings) {
      if (length === MAX_SAMPLES) return
      iterations[length] = done
      isMinor[length] = collection === 'minor' ? 1 : 0
      columns.set(readings, length * probes.length)
      length++
    },
    clear() {
      length = 0
    },
    toSeries() {
      // Upper bounds after minor collections and readings after full ones are not comparable: when
      // the check went on to full collections, those are its evidence.
      const hasFull = isMinor.subarray(0, length).includes(0)
      const kept = Array.from({ length }, (_, at) => at).filter((at) => !hasFull || !isMinor[at])
      return probes.map(({ name, unit }, column) => ({
        probe: name,
        unit,
        collection: hasFull ? 'full' : 'minor',
        iterations: kept.map((at) => iterations[at] ?? 0),
        readings: kept.map((at) => columns[at * probes.length + column] ?? 0),
      }))
    },
  }
}
