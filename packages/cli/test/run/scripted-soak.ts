import type { ProcessSample, Sample, Target, TargetSession } from '@plateau/core'
import type { EndRecord, RunRecord } from '../../src/run/run-record.ts'
import { runSoak } from '../../src/run/run-soak.ts'
import { createLog, createStatus } from '../../src/run/soak.ts'
import type { SoakPlan } from '../../src/run/soak-plan.ts'
import { startRecordOf } from '../../src/run/start-record.ts'

export const HEAP: Target['probes'] = [
  { name: 'heap', unit: 'bytes', noise: 'exact', floorPerIteration: 0 },
]

/** Readings as a function of the iterations, in place of a process: what is tested is the soak around it. */
export function scriptedTarget(
  read: (iterations: number) => Sample,
  session: Partial<TargetSession> = {},
): Target {
  return {
    name: 'scripted',
    probes: HEAP,
    schedule: 'checkpoints',
    async open() {
      let done = 0
      return {
        async run(iterations) {
          done += iterations
          return iterations
        },
        sample: async () => read(done),
        close: async () => {},
        ...session,
      }
    },
  }
}

export function sampleOf(process: string, readings: Sample): ProcessSample {
  return { process, pid: 1, probes: HEAP, readings }
}

export function planOf(target: Target, plan: Partial<SoakPlan> = {}): SoakPlan {
  return {
    name: 'scripted',
    target,
    mode: 'checkpoints',
    driver: { kind: 'target' },
    iterations: 4000,
    durationMs: undefined,
    warmUp: undefined,
    iterationsPerCheckpoint: undefined,
    ratePerSecond: undefined,
    tolerate: {},
    probes: undefined,
    limitBytes: undefined,
    isFailingFast: false,
    isExplaining: true,
    output: undefined,
    keep: undefined,
    startMs: 60_000,
    ...plan,
  }
}

export async function soak(
  plan: SoakPlan,
  signal: AbortSignal = new AbortController().signal,
  cwd = '/',
): Promise<{
  readonly end: EndRecord
  readonly records: readonly RunRecord[]
  readonly told: string
}> {
  const log = createLog({ append() {}, sync() {} })
  let told = ''
  log.add(startRecordOf(plan, { env: {}, cwd }))
  const tell = (text: string): void => {
    told += text
  }
  const end = await runSoak(plan, { log, status: createStatus(), signal, tell })
  return { end, records: log.records, told }
}
