// What checks of clean scenarios cost in a process of their own: the first, and later ones.
import { checkLeak, startCheck } from '@plateau/core'
import { collect } from '@plateau/expose-gc-wrapper'
import { cpuMs, fill, fullCollectionMs, medianCpuMs } from './heap.mjs'

const [megabytes, kind] = [Number(process.argv[2]), process.argv[3]]
const LATER = 7
const scenario = kind === 'sync' ? () => 1 + 1 : async () => 1 + 1
// The matcher's own path: a synchronous plateau is decided in the same job.
const check = () => (kind === 'sync' ? startCheck(scenario) : checkLeak(scenario))

globalThis.held = fill(megabytes)
const collectionMs = await fullCollectionMs()
let iterations = 0
const firstMs = await cpuMs(async () => {
  iterations = (await check()).iterations
})
const laterMs = await medianCpuMs(LATER, check)
const loopMs = await medianCpuMs(3, async () => {
  for (let at = 0; at < iterations; at++) await scenario()
  collect('full')
  collect('full')
})
const fullOnlyMs = await medianCpuMs(3, checkByFullCollections)
console.log(
  JSON.stringify({
    megabytes,
    kind,
    collectionMs,
    firstMs,
    laterMs,
    loopMs,
    fullOnlyMs,
    iterations,
  }),
)

/** The shortest check that full collections allow: a base that two readings agree on, two quiet doublings. */
async function checkByFullCollections() {
  for (const batch of [512, 0, 512, 1024]) {
    for (let at = 0; at < batch; at++) await scenario()
    collect('full')
    process.memoryUsage()
  }
}
