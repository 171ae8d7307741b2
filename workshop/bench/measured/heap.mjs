// A heap of a given size, and what a full collection of it costs.
import { collect } from '@plateau/expose-gc-wrapper'

/** So many megabytes of small live objects, held by the caller. */
export function fill(megabytes) {
  const objects = []
  collect('full')
  while (process.memoryUsage().heapUsed < megabytes * 1e6) {
    for (let at = 0; at < 1000; at++) objects.push({ at, text: `s${at}`, list: [at] })
  }
  collect('full')
  return objects
}

/** Milliseconds of processor time, of all threads of this process. */
export async function cpuMs(action) {
  const before = process.cpuUsage()
  await action()
  const { user, system } = process.cpuUsage(before)
  return (user + system) / 1000
}

export async function medianCpuMs(times, action) {
  const all = []
  for (let at = 0; at < times; at++) all.push(await cpuMs(action))
  return median(all)
}

export function median(numbers) {
  const sorted = [...numbers].sort((one, other) => one - other)
  return sorted[Math.floor(sorted.length / 2)]
}

export function fullCollectionMs(times = 7) {
  return medianCpuMs(times, () => collect('full'))
}
