// From Node's own module: fake timers replace the globals.
import { setTimeout } from 'node:timers/promises'
import { type DrivenProgram, describeEnd } from '../drive/program-end.ts'
import { readyWithin, type StartedService, startService } from '../drive/start-service.ts'
import { workOf } from '../drive/work.ts'
import { withLastWords } from '../process/last-words.ts'
import { readProcessCounts, unmeasuredCounts } from '../process/process-counts.ts'
import { readMemoryLimit } from '../system-process/memory-limit.ts'
import {
  type ProcessSample,
  type TargetContext,
  TargetError,
  type TargetSession,
} from '../target/target.ts'
import { BUN_PROBES } from './bun-probes.ts'
import type { BunTargetOptions } from './bun-target.ts'
import { explainBun } from './explain-bun.ts'
import { type BunListener, type BunProcess, listenForBun } from './listen-for-bun.ts'

/** Its agent comes before its first line runs; a busy machine needs a moment. */
const AGENT_MS = 10_000

/** Starts the program with its agent. Whatever fails, what was started is ended. */
export async function openBunSession(
  options: BunTargetOptions,
  name: string,
  context: TargetContext,
): Promise<TargetSession> {
  const { signal, timeLimitMs } = context
  const listener = await listenForBun()
  let started: StartedService | undefined
  try {
    started = await startService(options, {
      name: `Bun program '${name}'`,
      signal,
      readyMs: readyWithin(timeLimitMs),
      onOutput: options.onOutput,
      environment: listener.environment,
    })
    await untilReported(started.program, listener, signal)
    refuseUnreadable(started.program, listener)
    return await sessionOf(options, { ...started, name, listener, signal })
  } catch (error) {
    started?.connection.close()
    await started?.program.stop()
    await listener.close()
    throw error
  }
}

async function untilReported(
  { exited }: DrivenProgram,
  { first }: BunListener,
  signal: AbortSignal,
): Promise<void> {
  const patience = new AbortController()
  const late = setTimeout(AGENT_MS, undefined, {
    signal: AbortSignal.any([signal, patience.signal]),
  })
  await Promise.race([first, exited, late]).finally(() => {
    late.catch(() => {})
    patience.abort()
  })
}

/** Throws `TargetError`, saying what can be done. */
function refuseUnreadable(program: DrivenProgram, listener: BunListener): void {
  const [first] = listener.running()
  if (first === undefined) {
    throw withLastWords(
      `${program.name} cannot be measured: no Bun process of it has reported within ${AGENT_MS} ms. If it is no Bun program, name its kind (--kind node, go or process); an old Bun takes no BUN_OPTIONS, and something between may clear them.`,
      program,
    )
  }
  if (first.hasStatistics) return
  throw new TargetError(
    `${program.name} is run by Bun ${first.version}, which tells no statistics of its heap (heapStats of bun:jsc). Use a newer Bun, or --kind process, which judges descriptors and threads alone.`,
  )
}

interface Place extends StartedService {
  readonly name: string
  readonly listener: BunListener
  readonly signal: AbortSignal
}

async function sessionOf(options: BunTargetOptions, place: Place): Promise<TargetSession> {
  const { name, program, connection, listener, signal } = place
  const run = workOf(options, { name, program, connection })
  const limitBytes = options.limit ?? (await readMemoryLimit(program.pid))
  const limit = limitBytes === undefined ? {} : { limitBytes }

  async function sampleAll(): Promise<readonly ProcessSample[]> {
    const running = listener.running()
    if (running.length === 0) throw new TargetError(`'${name}' has ended: nothing can be read.`)
    return Promise.all(
      running.map(async (one, at) => ({
        process: at === 0 ? 'main' : `child ${one.pid}`,
        pid: one.pid,
        ...(await readingsOf(one)),
        ...limit,
      })),
    )
  }

  return {
    unmeasured: [...UNREAD, ...unmeasuredCounts()].map((message) => ({
      kind: 'readings',
      message,
    })),
    ended: describeEnd(program),
    run,
    sampleAll,
    async sample() {
      const [first] = await sampleAll()
      return first?.readings ?? {}
    },
    explain: () => explainBun(listener.running()[0], (count) => run(count, signal)),
    async close() {
      connection.close()
      await program.stop()
      await listener.close()
    },
  }
}

const UNREAD = ['Timers and sockets of Bun are seen as objects alone: it tells no handles.']

async function readingsOf(
  process: BunProcess,
): Promise<Pick<ProcessSample, 'probes' | 'readings' | 'peakBytes'>> {
  const { heapBytes, externalBytes, objects } = await process.memory()
  const { fds, threads, rssBytes, peakBytes } = await readProcessCounts(process.pid)
  const readings = {
    heapObjects: objects,
    heap: heapBytes,
    external: externalBytes,
    ...(fds !== undefined && { fds }),
    ...(threads !== undefined && { threads }),
    ...(rssBytes !== undefined && { rss: rssBytes }),
  }
  const probes = BUN_PROBES.filter(({ name }) => name in readings)
  return { probes, readings, ...(peakBytes !== undefined && { peakBytes }) }
}
