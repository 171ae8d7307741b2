import type { HttpConnection } from '../drive/http-connection.ts'
import type { DrivenProgram } from '../drive/program-end.ts'
import { workOf } from '../drive/work.ts'
import type { GrowthVerdict } from '../plateau/verdict.ts'
import { unmeasuredCounts } from '../process/process-counts.ts'
import {
  type ProcessSample,
  type TargetContext,
  TargetError,
  type TargetExplanation,
  type TargetSession,
  type Unmeasured,
} from '../target/target.ts'
import { explainProcess } from './explain-process.ts'
import { fewAtOnce } from './few-at-once.ts'
import type { NodeProcess, NodeProcesses } from './node-processes.ts'
import { createNodeSampler } from './node-sampler.ts'
import type { NodeTargetOptions } from './node-target-options.ts'
import { countServed } from './served-requests.ts'
import { createCensus } from './store-census.ts'
import { unmeasuredChildren } from './unmeasured-children.ts'
import { whileItTurns } from './while-it-turns.ts'

/** A Node target that runs, and what ends it. */
export interface RunningNode {
  readonly options: NodeTargetOptions
  readonly name: string
  readonly context: TargetContext
  readonly processes: NodeProcesses
  /** Undefined where it was not started here. */
  readonly program: DrivenProgram | undefined
  readonly connection: HttpConnection
  readonly ended: Promise<TargetError>
  close(): Promise<void>
}

/** A soak asks once it is over: no time is set then. */
const SOAK_EXPLANATION_MS = 120_000

export function createNodeSession(running: RunningNode): TargetSession {
  const { options, name, context, processes, program, connection, ended } = running
  const isOwnPort = processes.isInspector
  const work = workOf(options, { name, connection, program, isOwnPort })
  const sampler = createNodeSampler(processes, { target: name, limit: options.limit })
  const endMs = performance.now() + context.timeLimitMs
  const noteUnmeasured = createUnmeasuredNote(running)
  const takeCensus = createCensus()
  const served = countServed(() => sampler.readable())
  let iterationMs = 1

  async function run(iterations: number, signal: AbortSignal): Promise<number> {
    const startedMs = performance.now()
    const completed = await whileItTurns(work(iterations, signal), processes, name)
    iterationMs = (performance.now() - startedMs) / Math.max(1, completed)
    return completed
  }

  function explain(
    process: NodeProcess,
    verdict: GrowthVerdict,
    leftMs: () => number,
  ): Promise<TargetExplanation> {
    return explainProcess(process, verdict, {
      name,
      iterationMs,
      signal: context.signal,
      keep: context.keep,
      leftMs,
      run: (iterations) => run(iterations, context.signal),
    })
  }

  async function sampleAll(): Promise<readonly ProcessSample[]> {
    const samples = await sampler.sampleAll()
    await noteUnmeasured()
    return samples
  }

  return {
    get unmeasured() {
      return unmeasuredIn(processes)
    },
    ended,
    run,
    sample: () => sampler.sampleFirst(),
    sampleAll,
    async census(how) {
      await processes.settled()
      return fewAtOnce(sampler.readable(), (process) => takeCensus(process, how))
    },
    async countRequests() {
      const before = await served.read()
      return () => served.since(before)
    },
    explain: (verdict) =>
      explain(firstOf(processes, name), verdict, () => endMs - performance.now()),
    explainProcess(label, verdict) {
      const process = processes.running().find((one) => one.label() === label)
      if (process) return explain(process, verdict, () => SOAK_EXPLANATION_MS)
      return Promise.resolve({
        culprits: [],
        notes: [`${label} has ended, so its growth cannot be explained.`],
      })
    },
    events: () => processes.events(),
    close: () => running.close(),
  }
}

function firstOf(processes: NodeProcesses, name: string): NodeProcess {
  const [process] = processes.running()
  if (process) return process
  throw new TargetError(`'${name}' has ended: nothing can be read.`)
}

/** A check judges one process; a soak judges each. */
function unmeasuredIn(processes: NodeProcesses): readonly Unmeasured[] {
  const unread = unmeasuredCounts().map((message) => ({ kind: 'readings', message }) as const)
  const others = processes
    .running()
    .slice(1)
    .map((one) => one.label())
    .sort()
  if (others.length === 0) return unread
  const message = `Only the main process is judged by a check, not ${others.join(', ')}: plateau soak judges each for itself.`
  return [{ kind: 'other-processes', message }, ...unread]
}

/** A worker of a busy machine reports so long after it was started. */
const STARTING_MS = 3000

/** A process that is there at two samples, and was not just started, is here to stay: most live for a moment. */
function createUnmeasuredNote({ program, processes, name }: RunningNode): () => Promise<void> {
  const told = new Set<number>()
  let before: ReadonlyMap<number, number> = new Map()
  return async () => {
    if (program === undefined) return
    const nowMs = performance.now()
    const found = await unmeasuredChildren(program.pid, processes.isKnown)
    for (const { pid, command } of found) {
      const sinceMs = before.get(pid) ?? nowMs
      if (nowMs - sinceMs < STARTING_MS || told.has(pid)) continue
      told.add(pid)
      const message = `Process ${pid} (${command}) of '${name}' is not measured: it is no Node process, or it was started without the NODE_OPTIONS of its parent.`
      processes.note({ kind: 'unmeasured', message })
    }
    before = new Map(found.map(({ pid }) => [pid, before.get(pid) ?? nowMs]))
  }
}
