import type { ProbeName } from '@plateau/core'
import type { ProcessVerdict, SampleRecord } from '../run/run-record.ts'
import { isInBytes } from './amounts.ts'
import { type Outcome, processOutcome } from './outcome.ts'
import { probesOf } from './probe-series.ts'
import { runExtent } from './run-facts.ts'
import type { ProcessView, RunView } from './run-view.ts'

type Labels = Readonly<Record<string, string | undefined>>

interface Family {
  readonly name: string
  readonly type: 'gauge' | 'counter' | 'summary'
  readonly unit?: 'bytes' | 'seconds'
  readonly help: string
  readonly rows: readonly Row[]
}

interface Row {
  readonly suffix?: string
  readonly labels: Labels
  readonly amount: number
}

/**
 * The run as OpenMetrics text, for Prometheus and GitLab. While a run goes on it has no verdicts of its
 * own: hand in those so far.
 */
export function openMetrics(view: RunView, soFar: readonly ProcessVerdict[] = []): string {
  const run = { run_id: view.start.runId, target: view.start.name }
  const processes = view.processes.map((process) => withVerdict(process, soFar))
  const families = [
    ...runFamilies(view, run),
    ...probeFamilies(processes, run),
    ...processFamilies(view, processes, run),
  ].filter(({ rows }) => rows.length > 0)
  return [...families.flatMap(familyLines), '# EOF', ''].join('\n')
}

function withVerdict(process: ProcessView, soFar: readonly ProcessVerdict[]): ProcessView {
  const found = soFar.find((verdict) => verdict.process === process.process)
  if (process.verdict !== undefined || found === undefined) return process
  const { verdict, limitReachedMs } = found
  return { ...process, verdict, ...(limitReachedMs && { limitReachedMs }) }
}

function runFamilies(view: RunView, run: Labels): readonly Family[] {
  const { iterations, elapsedMs } = runExtent(view)
  const { versions, plan, commit, branch, shard } = view.start
  const load = view.loads.at(-1)
  const about = { ...run, mode: plan.mode, ...versions, commit, branch, shard }
  const latency = [
    ['0.5', load?.latencyMs?.p50],
    ['0.99', load?.latencyMs?.p99],
    ['1', load?.latencyMs?.max],
  ] as const
  return [
    gauge('plateau_soak_run', 'What runs; always 1.', [{ labels: about, amount: 1 }]),
    gauge('plateau_soak_complete', '1 once the run has done all that it was asked for.', [
      { labels: run, amount: view.isComplete ? 1 : 0 },
    ]),
    seconds('plateau_soak_elapsed_seconds', 'Since the start.', [
      { labels: run, amount: elapsedMs / 1000 },
    ]),
    counter('plateau_soak_iterations', 'Iterations completed, warm-up included.', [
      { labels: run, amount: iterations },
    ]),
    counter('plateau_soak_failed_iterations', 'Iterations that failed.', [
      ...(load ? [{ labels: run, amount: load.failed }] : []),
    ]),
    {
      name: 'plateau_soak_latency_seconds',
      type: 'summary',
      unit: 'seconds',
      help: 'From when an iteration was due to its end, in the last stretch of load.',
      rows: latency.flatMap(([quantile, milliseconds]) =>
        milliseconds === undefined
          ? []
          : [{ labels: { ...run, quantile }, amount: milliseconds / 1000 }],
      ),
    },
  ]
}

/** One a probe: units differ, and a metric has one unit. */
function probeFamilies(processes: readonly ProcessView[], run: Labels): readonly Family[] {
  const probes = new Set(processes.flatMap(probesOf))
  return [...probes].map((probe) => ({
    name: probeMetric(probe),
    type: 'gauge',
    ...(isInBytes(probe) && { unit: 'bytes' }),
    help: `The last reading of the probe ${probe}, after a collection where there is one.`,
    rows: processes.flatMap((process) => {
      const reading = process.samples.findLast(({ readings }) => isNumber(readings[probe]))
      const labels = { ...run, process: process.process }
      return reading ? [{ labels, amount: reading.readings[probe] as number }] : []
    }),
  }))
}

function isNumber(reading: SampleRecord['readings'][ProbeName]): boolean {
  return typeof reading === 'number'
}

/** `plateau_soak_heap_bytes`, `plateau_soak_heap_objects`. */
function probeMetric(probe: ProbeName): string {
  const snake = probe.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)
  return `plateau_soak_${snake}${isInBytes(probe) ? '_bytes' : ''}`
}

const KINDS: readonly Outcome[] = ['plateau', 'growth', 'unsettled', 'incomplete']

function processFamilies(
  view: RunView,
  processes: readonly ProcessView[],
  run: Labels,
): readonly Family[] {
  const rowsOf = (amount: (process: ProcessView) => number | undefined): readonly Row[] =>
    processes.flatMap((process) => {
      const found = amount(process)
      return found === undefined
        ? []
        : [{ labels: { ...run, process: process.process }, amount: found }]
    })
  return [
    seconds(
      'plateau_soak_last_sample_timestamp_seconds',
      'When the last sample was taken, since 1970.',
      rowsOf(({ samples }) => inSeconds(samples.at(-1)?.wall)),
    ),
    {
      ...gauge(
        'plateau_soak_limit_bytes',
        'Memory at which the process would be killed.',
        rowsOf(({ came }) => came?.limitBytes),
      ),
      unit: 'bytes',
    },
    gauge(
      'plateau_soak_verdict',
      '1 for the kind that the verdict is; incomplete until the run has ended, but for growth.',
      kindRows(view, processes, run),
    ),
    gauge(
      'plateau_soak_growth_per_iteration',
      'What a probe grows by in each iteration, in its unit.',
      growthRows(processes, run),
    ),
    seconds(
      'plateau_soak_limit_reached_seconds',
      'From the last sample until growth reaches the memory limit.',
      rowsOf(({ limitReachedMs }) => inSeconds(limitReachedMs?.at)),
    ),
  ]
}

/** A file holds null where there was no number. */
function inSeconds(milliseconds: number | undefined | null): number | undefined {
  return typeof milliseconds === 'number' ? milliseconds / 1000 : undefined
}

function kindRows(view: RunView, processes: readonly ProcessView[], run: Labels): readonly Row[] {
  return processes.flatMap((process) => {
    const outcome = processOutcome(view, process)
    return KINDS.map((kind) => ({
      labels: { ...run, process: process.process, kind },
      amount: kind === outcome ? 1 : 0,
    }))
  })
}

function growthRows(processes: readonly ProcessView[], run: Labels): readonly Row[] {
  return processes.flatMap(({ process, verdict }) =>
    verdict?.kind === 'growth'
      ? verdict.growth.map(({ probe, perIteration }) => ({
          labels: { ...run, process, probe },
          amount: perIteration,
        }))
      : [],
  )
}

function gauge(name: string, help: string, rows: readonly Row[]): Family {
  return { name, type: 'gauge', help, rows }
}

function seconds(name: string, help: string, rows: readonly Row[]): Family {
  return { name, type: 'gauge', unit: 'seconds', help, rows }
}

function counter(name: string, help: string, rows: readonly Row[]): Family {
  return { name, type: 'counter', help, rows: rows.map((row) => ({ ...row, suffix: '_total' })) }
}

function familyLines({ name, type, unit, help, rows }: Family): readonly string[] {
  return [
    `# HELP ${name} ${help}`,
    `# TYPE ${name} ${type}`,
    ...(unit === undefined ? [] : [`# UNIT ${name} ${unit}`]),
    ...rows.map(
      ({ suffix = '', labels, amount }) => `${name}${suffix}{${labelText(labels)}} ${amount}`,
    ),
  ]
}

function labelText(labels: Labels): string {
  return Object.entries(labels)
    .filter((label): label is [string, string] => label[1] !== undefined)
    .map(([name, text]) => `${name}="${quoted(text)}"`)
    .join(',')
}

function quoted(text: string): string {
  return text.replaceAll('\\', '\\\\').replaceAll('"', '\\"')
}
