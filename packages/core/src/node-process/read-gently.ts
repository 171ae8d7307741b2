import type { CdpChannel } from './cdp-channel.ts'
import { KEPT_BYTES } from './kept-bytes.ts'
import type { NodeMemory } from './read-memory.ts'
import { evaluateLater } from './remote-value.ts'

/**
 * What is left in one isolate after one collection that takes no compiled code with it; undefined where this Node
 * has none. Rejects with `CdpTimeout` where the event loop does not turn within `patienceMs`.
 *
 * A collection at one go, be it `HeapProfiler.collectGarbage` or `gc()`, frees the hidden classes of all objects that
 * live for one request, for none is alive between two legs. With them V8 throws away the optimised code that embeds
 * them, and Express takes 1.4 to 2 times the CPU per request for the next thousands (Node 24). One that is marked in
 * steps, as V8's own are, retains the classes whose constructor is alive, and requests take the CPU that they take
 * without it.
 */
export function readGently(
  channel: CdpChannel,
  patienceMs: number,
): Promise<NodeMemory | undefined> {
  return evaluateLater<NodeMemory | undefined>(channel, COLLECT_AND_READ, patienceMs)
}

/** For buffers, which are swept beside the program; making another one takes the result over. */
const SWEEP_MS = 5

// Sent as text, to run in the target. To measure memory eagerly is the one way to such a collection that Node offers.
// It warns that it is experimental, which no user's log shall hold for our sake.
const COLLECT_AND_READ = `(() => {
  const [vm, timers] = ['node:vm', 'node:timers'].map((name) => process.getBuiltinModule?.(name))
  if (vm?.measureMemory === undefined) return undefined
  const { emitWarning } = process
  process.emitWarning = () => {}
  let collected
  try {
    collected = vm.measureMemory({ mode: 'summary', execution: 'eager' })
  } finally {
    process.emitWarning = emitWarning
  }
  const swept = () => new Promise((resolve) => timers.setTimeout(resolve, ${SWEEP_MS}))
  const read = () => {
    new ArrayBuffer(1)
    return {
      heapBytes: ${KEPT_BYTES},
      externalBytes: process.memoryUsage().external,
      handles: process.getActiveResourcesInfo().length,
    }
  }
  return collected.then(swept).then(read)
})()`
