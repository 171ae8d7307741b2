// Which leaks are found: bytes per iteration by iterations, in a heap of one size.
import { checkLeak } from '@plateau/core'
import { cpuMs, fill } from './heap.mjs'

/** Each returns what an iteration does; by the bytes that it keeps per iteration in the end. */
const LEAKS = {
  '0.08 (a number in 100)': () => every(100, (kept) => kept.push(1)),
  '0.8 (a number in 10)': () => every(10, (kept) => kept.push(1)),
  '8 (a number)': () => every(1, (kept) => kept.push(1)),
  '36 (an object)': () => every(1, (kept) => kept.push({ at: 1 })),
  '1 kB (an array)': () => every(1, (kept) => kept.push(new Array(128).fill(0))),
}

const megabytes = Number(process.argv[2])
const isShort = process.argv[3] === 'short'
globalThis.held = fill(megabytes)
for (const [leak, make] of Object.entries(LEAKS)) {
  for (const iterations of isShort ? [1000] : [100, 1000, 10_000, 'by default']) {
    const options = { explain: 'off', ...(iterations !== 'by default' && { iterations }) }
    let verdict
    const ms = await cpuMs(async () => {
      verdict = await checkLeak(make(), { timeLimitMs: 60_000, ...options })
    })
    const { kind, growth } = verdict
    const perIteration = growth?.[0]?.perIteration ?? null
    console.log(JSON.stringify({ leak, megabytes, iterations, kind, perIteration, ms }))
  }
}

function every(calls, keep) {
  const kept = []
  let at = 0
  return () => {
    if (++at % calls === 0) keep(kept)
  }
}
