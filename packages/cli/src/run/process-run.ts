import type { SoakRun } from '@plateau/core/soak'
import type {
  CensusRecord,
  EventRecord,
  ProcessRecord,
  RunPlan,
  RunRecord,
  SampleRecord,
  StartRecord,
} from './run-record.ts'

/** What the records of a run tell of one process, as the decision takes it. */
export interface ProcessRun {
  readonly process: ProcessRecord
  readonly run: SoakRun
  readonly hasEnded: boolean
  /** Those in which something was read, warm-up excluded. */
  readonly judged: readonly SampleRecord[]
  /** Resident memory at every sample of the run's series; read of some processes beside their probes. */
  readonly rss: readonly (number | undefined)[]
}

/** A pure function of the records: what was judged when they were taken is judged alike from the file. */
export function processRunsOf(records: readonly RunRecord[]): readonly ProcessRun[] {
  const start = records.find((record): record is StartRecord => record.type === 'start')
  if (start === undefined) return []
  const warmUp = warmUpOf(records, start.plan)
  return records
    .filter((record): record is ProcessRecord => record.type === 'process')
    .map((process) => processRun(process, { records, plan: start.plan, warmUp }))
}

interface Place {
  readonly records: readonly RunRecord[]
  readonly plan: RunPlan
  readonly warmUp: number
}

function processRun(process: ProcessRecord, { records, plan, warmUp }: Place): ProcessRun {
  const its = records.filter((record) => 'process' in record && record.process === process.process)
  const samples = its.filter((record): record is SampleRecord => record.type === 'sample')
  const after = samples.filter((sample) => sample.iterations - process.iterations >= warmUp)
  const judged = after.filter(({ readings }) => Object.keys(readings).length > 0)
  const hasEnded = its.some((record) => record.type === 'event' && record.kind === 'process-ended')
  const iterations = samples.map((sample) => sample.iterations - process.iterations)
  const run: SoakRun = {
    mode: plan.mode,
    series: process.probes.map(({ name, ...spec }) => ({
      probe: name,
      ...spec,
      iterations,
      readings: samples.map(({ readings }) => readings[name]),
    })),
    warmUpIterations: warmUp,
    plannedSamples: Math.max(after.length, hasEnded ? 0 : plannedSamples(plan, process)),
    tolerate: plan.tolerate,
    censuses: its
      .filter((record): record is CensusRecord => record.type === 'census')
      .map(({ iterations: at, stores }) => ({ iterations: at - process.iterations, stores })),
    ...whyUnread(its),
    elapsedMs: (samples.at(-1)?.elapsedMs ?? process.elapsedMs) - process.elapsedMs,
  }
  return { process, run, hasEnded, judged, rss: samples.map(({ readings }) => readings.rss) }
}

/** The latest that was told of a process which answers nothing. */
function whyUnread(its: readonly RunRecord[]): Pick<SoakRun, 'unread'> {
  const told = its.findLast(
    (record): record is EventRecord => record.type === 'event' && record.kind === 'unread',
  )
  return told === undefined ? {} : { unread: told.message }
}

/** By time, what was tried is what was planned: a sample that failed is on record as an empty one. */
function plannedSamples(
  { iterations, iterationsPerCheckpoint }: RunPlan,
  process: ProcessRecord,
): number {
  if (iterations === undefined || iterationsPerCheckpoint === undefined) return 0
  return 1 + Math.floor(Math.max(0, iterations - process.iterations) / iterationsPerCheckpoint)
}

/** A run by time learns only on the way how many iterations its warm-up has. */
function warmUpOf(records: readonly RunRecord[], plan: RunPlan): number {
  const warmed = records.find(
    (record): record is EventRecord => record.type === 'event' && record.kind === 'warmed-up',
  )
  return warmed?.iterations ?? plan.warmUpIterations
}
