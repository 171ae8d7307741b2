import { Session } from 'node:inspector'
import type { SurvivorPhase } from '../plateau/survivors.ts'
import { bunHeap } from '../probe/bun-heap.ts'
import { countBunSurvivors } from './bun-evidence.ts'
import { openInspectorSession } from './inspector-session.ts'
import type { Wait } from './sampler.ts'

/** What V8's sampling profiler tells of the objects that are alive. */
interface SamplingProfile {
  readonly profile: {
    readonly samples: readonly { readonly size: number; readonly ordinal: number }[]
  }
}

/**
 * Counts the objects that are allocated from now on and stay alive, phase by phase. V8's sampling heap
 * profiler at an interval of one byte records every allocation, in order, and forgets what is collected:
 * exact counts at a price that does not grow with the heap (tracking all objects of a 110 MB heap took
 * 3.5 s a phase, and its snapshot 13 s).
 */
export interface SurvivorCounter {
  /** Ends a phase: what is allocated from here on belongs to the next. */
  endPhase(iterations: number): Generator<Wait, void, unknown>
  /** The phases ended so far, counted by what is alive now. */
  phases(): Generator<Wait, readonly SurvivorPhase[], unknown>
  close(): Generator<Wait, void, unknown>
}

/** Throws where the engine counts no survivors. */
export function* startSurvivorCounter(): Generator<Wait, SurvivorCounter, unknown> {
  const bun = bunHeap()
  if (bun !== undefined) return countBunSurvivors(bun)
  const sampling = openSampling()
  try {
    yield* sampling.ask('HeapProfiler.startSampling', { samplingInterval: 1, stackDepth: 1 })
    const started = latestOrdinal(yield* samples(sampling))
    return countSampled(sampling, started)
  } catch (error) {
    sampling.close()
    throw error
  }
}

/** An inspector that is asked in the check's own steps: Node's answers in the same job, Deno's later. */
interface Sampling {
  ask(method: string, params?: object): Generator<Wait, unknown, unknown>
  close(): void
}

function openSampling(): Sampling {
  if ('deno' in process.versions) return openDenoSampling()
  const session = openInspectorSession()
  return {
    // biome-ignore lint/correctness/useYield: Node's inspector need not be waited for
    *ask(method, params) {
      return session.post(method, params)
    },
    close: session.close,
  }
}

function openDenoSampling(): Sampling {
  const session = new Session()
  session.connect()
  return {
    *ask(method, params = {}) {
      return yield new Promise((resolve, reject) => {
        session.post(method, params, (error: Error | null, result?: object) => {
          if (error) reject(error)
          else resolve(result)
        })
      })
    },
    close: () => session.disconnect(),
  }
}

type Samples = SamplingProfile['profile']['samples']

function countSampled(sampling: Sampling, started: number): SurvivorCounter {
  const marks: { readonly ordinal: number; readonly iterations: number }[] = []
  return {
    *endPhase(iterations) {
      marks.push({ ordinal: latestOrdinal(yield* samples(sampling)), iterations })
    },
    *phases() {
      const alive = yield* samples(sampling)
      return marks.map(({ ordinal, iterations }, at) => {
        const from = marks[at - 1]?.ordinal ?? started
        let objects = 0
        let bytes = 0
        for (const sample of alive) {
          if (sample.ordinal <= from || sample.ordinal > ordinal) continue
          objects++
          bytes += sample.size
        }
        return { iterations, objects, bytes }
      })
    },
    *close() {
      try {
        yield* sampling.ask('HeapProfiler.stopSampling')
      } finally {
        sampling.close()
      }
    },
  }
}

function* samples(sampling: Sampling): Generator<Wait, Samples, unknown> {
  const answer = yield* sampling.ask('HeapProfiler.getSamplingProfile')
  return (answer as SamplingProfile).profile.samples
}

function latestOrdinal(alive: Samples): number {
  let latest = 0
  for (const { ordinal } of alive) if (ordinal > latest) latest = ordinal
  return latest
}
