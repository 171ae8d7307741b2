import type { Collection, Series } from '../plateau/series.ts'
import { type History, placesOf, readingAt, recordingOf } from './history.ts'

/**
 * The samples as they are drawn. Upper bounds after minor collections and readings after full ones are not
 * comparable: where the check went on to full collections, those are its evidence. Counts need none: once things are
 * counted, they were read after each batch.
 */
export function seriesOf(history: History): readonly Series[] {
  const isInLegs = placesOf(history, 'run', 'legs').length > 0
  const full = placesOf(history, 'full', isInLegs ? undefined : 'full')
  const collection: Collection = full.length > 1 ? 'full' : 'minor'
  const gate = collection === 'full' ? full : placesOf(history, 'minor', 'minor')
  return history.probes.map(({ name, unit }, probe) => {
    const counted = placesOf(history, 'run', recordingOf(history).phase).filter(
      (at) => !Number.isNaN(readingAt(history, at, probe)),
    )
    const places = counted.length > 1 ? counted : gate
    return {
      probe: name,
      unit,
      collection,
      iterations: places.map((at) => history.completed[at] ?? 0),
      readings: places.map((at) => readingAt(history, at, probe)),
    }
  })
}
