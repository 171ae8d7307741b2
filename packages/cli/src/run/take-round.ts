import { totalmem } from 'node:os'
import { setTimeout as pause } from 'node:timers/promises'
import { type ProcessSample, type Sample, TargetError } from '@plateau/core'
import type { RealMemory } from '@plateau/core/process'
import { clockEvents } from './clock-events.ts'
import { judgeRun } from './judge-run.ts'
import { realMemoryOf } from './real-memory.ts'
import type { EventRecord } from './run-record.ts'
import { addEvent, type Soak } from './soak.ts'

/**
 * Takes a sample of every process and writes it down. A round that fails is on record as empty samples,
 * so that it is missed. Rejects with `TargetError` when three of them failed in a row.
 */
export async function takeRound(soak: Soak): Promise<void> {
  const { log, status } = soak
  const samples = await sampleTwice(soak)
  noteClock(soak)
  noteEvents(soak)
  const at = { elapsedMs: log.elapsedMs(), iterations: status.iterations(), wall: Date.now() }
  const real = await realMemoryOf(soak, samples)
  for (const sample of samples) {
    if (isPassing(soak, sample)) continue
    const own = real.get(sample.process)
    introduce(soak, sample, { ...at, own })
    const { process, readings, peakBytes } = sample
    const peak = peakBytes !== undefined && { peakBytes }
    log.add({ type: 'sample', process, ...at, readings: finite(readings), ...peak, ...own })
  }
  const missing = missingIn(soak, samples)
  for (const process of missing) log.add({ type: 'sample', process, ...at, readings: {} })
  noteLoad(soak, at)
  log.sync()
  status.samples++
  const isBlank = samples.every(({ readings }) => Object.keys(readings).length === 0)
  soak.failedRounds = isBlank ? soak.failedRounds + 1 : 0
  if (soak.failedRounds >= FAILED_ROUNDS) {
    throw new TargetError(
      `Target '${soak.plan.target.name}' could not be sampled ${FAILED_ROUNDS} times in a row.`,
    )
  }
}

const FAILED_ROUNDS = 3

/** A target that is busy for a moment answers the second time. */
const RETRY_MS = 500

/** A target may have no time limit of its own. */
const ROUND_LIMIT_MS = 120_000

async function sampleTwice(soak: Soak): Promise<readonly ProcessSample[]> {
  try {
    return await sampleOnce(soak)
  } catch {
    soak.signal.throwIfAborted()
    await pause(RETRY_MS)
  }
  try {
    return await sampleOnce(soak)
  } catch (error) {
    soak.signal.throwIfAborted()
    // A mistake of Plateau's own must not be blamed on the target.
    if (error instanceof TypeError || error instanceof ReferenceError) throw error
    const [first = ''] = (error as Error).message.split('\n')
    addEvent(soak, { kind: 'gap', message: `A sample could not be taken: ${first}` })
    return []
  }
}

async function sampleOnce(soak: Soak): Promise<readonly ProcessSample[]> {
  const timer = new AbortController()
  const late = pause(ROUND_LIMIT_MS, undefined, { signal: timer.signal }).then(
    () => {
      throw new TargetError(`it took longer than ${ROUND_LIMIT_MS / 1000} s.`)
    },
    () => [],
  )
  try {
    return await Promise.race([samplesOf(soak), late])
  } finally {
    timer.abort()
  }
}

async function samplesOf({ session, plan }: Soak): Promise<readonly ProcessSample[]> {
  if (session.sampleAll) return session.sampleAll()
  const readings = await session.sample()
  return [{ process: 'main', pid: 0, probes: session.probes ?? plan.target.probes, readings }]
}

/**
 * A program may start a thread for each request: one that is met once will be gone the next time. Those that are
 * met again are here to stay, and from then on are judged.
 */
function isPassing({ known, met }: Soak, { process, isThread }: ProcessSample): boolean {
  if (!isThread || known.has(process) || met.has(process)) return false
  met.add(process)
  return true
}

interface Introduction {
  readonly iterations: number
  readonly elapsedMs: number
  /** Undefined where it was not asked for. */
  readonly own: RealMemory | undefined
}

function introduce(
  { plan, known, log }: Soak,
  { process, pid, isThread, probes, readings, ...limits }: ProcessSample,
  { iterations, elapsedMs, own }: Introduction,
): void {
  if (known.has(process)) return
  const limit = plan.limitBytes ?? limits.limitBytes
  const { heapLimitBytes } = limits
  const memoryLimitBytes = plan.limitBytes ?? limits.memoryLimitBytes ?? machineBytes(readings)
  const record = {
    type: 'process',
    process,
    pid,
    ...(isThread && { isThread }),
    ...(own && Object.keys(own).length === 0 && { isRealMemoryUntold: true }),
    iterations,
    elapsedMs,
    probes: probes.filter(({ name }) => plan.probes?.includes(name) ?? true),
    ...(limit !== undefined && { limitBytes: limit }),
    ...(heapLimitBytes !== undefined && { heapLimitBytes }),
    ...(memoryLimitBytes !== undefined && { memoryLimitBytes }),
  } as const
  known.set(process, record)
  log.add(record)
}

/** Without a limit of its own, a process has what the machine has. A thread has no resident memory of its own. */
function machineBytes({ rss }: Sample): number | undefined {
  return rss === undefined ? undefined : totalmem()
}

/** `NaN` would become `null` in the file. */
function finite(readings: Sample): Sample {
  return Object.fromEntries(
    Object.entries(readings).filter(([, reading]) => Number.isFinite(reading)),
  )
}

function missingIn({ known, log }: Soak, samples: readonly ProcessSample[]): readonly string[] {
  const ended = new Set(
    log.records.flatMap((record) =>
      record.type === 'event' && record.kind === 'process-ended' ? [record.process] : [],
    ),
  )
  const read = new Set(samples.map(({ process }) => process))
  return [...known.keys()].filter((process) => !read.has(process) && !ended.has(process))
}

const KINDS: Readonly<Record<string, EventRecord['kind'] | undefined>> = {
  ended: 'process-ended',
  unmeasured: 'unmeasured',
  unread: 'unread',
  hangs: 'not-answering',
  stopped: 'not-answering',
}

/** Of what was never written down, its end says nothing. */
function isUnknown({ known }: Soak, process: string | undefined): boolean {
  return process !== undefined && !known.has(process)
}

/** What befell the target since it was asked last. */
export function noteEvents(soak: Soak): readonly string[] {
  const told: string[] = []
  for (const { kind, message, process } of soak.session.events?.() ?? []) {
    const known = KINDS[kind]
    if (known === undefined || (kind === 'ended' && isUnknown(soak, process))) continue
    told.push(message)
    addEvent(soak, { kind: known, message, ...(process !== undefined && { process }) })
  }
  return told
}

const INTERVALS_FOR_USUAL = 5

function noteClock(soak: Soak): void {
  const { intervals } = soak
  const now = { elapsedMs: soak.log.elapsedMs(), wall: Date.now() }
  if (soak.lastRound !== undefined) {
    const sorted = intervals.toSorted((one, other) => one - other)
    const usual = intervals.length < INTERVALS_FOR_USUAL ? undefined : sorted[sorted.length >> 1]
    for (const event of clockEvents(soak.lastRound, now, usual)) addEvent(soak, event)
    intervals.push(now.elapsedMs - soak.lastRound.elapsedMs)
    if (intervals.length > 2 * INTERVALS_FOR_USUAL) intervals.shift()
  }
  soak.lastRound = now
}

function noteLoad(
  { plan, log }: Soak,
  at: { readonly elapsedMs: number; readonly iterations: number },
): void {
  if (plan.driver.kind !== 'load') return
  const { load } = plan.driver
  const latencyMs = load.takeLatency()
  const { elapsedMs, iterations } = at
  const { failed } = load.progress
  log.add({ type: 'load', elapsedMs, iterations, failed, ...(latencyMs && { latencyMs }) })
}

/** Judges so far at most this often: it compares every sample with every other. */
const JUDGEMENTS = 50

/** Keeps the verdict so far up to date; never final. */
export function judgeSoFar(soak: Soak): void {
  const { status, log } = soak
  const every = Math.max(1, Math.floor(status.samples / JUDGEMENTS))
  if (status.samples % every === 0) status.verdicts = judgeRun(log.records)
}
