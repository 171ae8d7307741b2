import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import {
  MisuseError,
  type ProbeSpec,
  type Sample,
  type TargetContext,
  type TargetExplanation,
  type TargetSession,
} from '@plateau/core'
import { describeExit, withLastWords } from '@plateau/core/process'
import { culpritsOfGo } from '../explain/culprits-of-go.ts'
import { grownStacks } from '../explain/grown-stacks.ts'
import { decodeProfile, type Profile } from '../profile/decode-profile.ts'
import { type ProgramPlan, withGodebug } from './program-plan.ts'
import { startGoProgram } from './start-go-program.ts'

/** Every allocation is in the profile, so its sums are exact but for the few that `testing` itself keeps. */
export const COUNT_PROBES: readonly ProbeSpec[] = [
  {
    name: 'heapObjects',
    unit: 'count',
    noise: 'exact',
    floorPerIteration: 0.1,
    strayPerSample: 16,
  },
  { name: 'heap', unit: 'bytes', noise: 'bounded', floorPerIteration: 4, strayPerSample: 8192 },
]

/**
 * An unmodified test binary: each sample is a run of its own, with as many repetitions of the test as
 * there were iterations so far, which leaves the profile of its heap.
 */
export async function openCountSession(
  plan: ProgramPlan,
  test: string,
  { signal }: TargetContext,
): Promise<TargetSession> {
  const folder = await mkdtemp(join(tmpdir(), 'plateau-test-'))
  const close = (): Promise<void> => rm(folder, { recursive: true, force: true })
  try {
    await runTest(plan, { test, count: 1, folder, signal, isFirst: true })
  } catch (error) {
    await close()
    throw error
  }
  const taken: { readonly count: number; readonly profile: Profile }[] = []
  let count = 0
  return {
    probes: COUNT_PROBES,
    unmeasured: [{ kind: 'readings', message: ONLY_HEAP }],
    async run(iterations) {
      count += iterations
      return iterations
    },
    async sample() {
      const profile = await runTest(plan, { test, count, folder, signal })
      taken.push({ count, profile })
      return totalOf(profile)
    },
    explain: async (verdict): Promise<TargetExplanation> => {
      const last = equalLegs(taken)
      const stacks = grownStacks(last.profiles, last.iterations)
      const culprits = culpritsOfGo({
        growth: verdict.growth,
        iterations: last.iterations,
        stacks,
        goroutines: [],
        closedByCollector: false,
        pooled: false,
        project: {},
      })
      return { culprits }
    },
    close,
  }
}

const ONLY_HEAP =
  'Of an unmodified test binary only the heap is judged: pass the package instead of bin to have goroutines, descriptors and threads judged, too.'

const JUDGED = 3

function equalLegs(taken: readonly { readonly count: number; readonly profile: Profile }[]): {
  readonly profiles: readonly Profile[]
  readonly iterations: number
} {
  // After a pause, the same count is read once more.
  const legs = taken.filter(({ count }, at) => count !== taken[at + 1]?.count)
  const last = legs.slice(-JUDGED)
  const iterations = (last.at(-1)?.count ?? 0) - (last.at(-2)?.count ?? 0)
  return { profiles: last.map(({ profile }) => profile), iterations }
}

async function runTest(
  plan: ProgramPlan,
  run: {
    readonly test: string
    readonly count: number
    readonly folder: string
    readonly signal: AbortSignal
    /** Whether it is to be seen that the test is there, and not skipped. */
    readonly isFirst?: boolean
  },
): Promise<Profile> {
  const { test, count, folder, signal, isFirst = false } = run
  const file = join(folder, `${count}.pb.gz`)
  const pattern = test
    .split('/')
    .map((name) => `^${literally(name)}$`)
    .join('/')
  let printed = ''
  const program = await startGoProgram({
    command: plan.command,
    args: [
      `-test.run=${pattern}`,
      `-test.count=${count}`,
      `-test.memprofile=${file}`,
      '-test.memprofilerate=1',
      '-test.timeout=0',
      '-test.failfast',
      `-test.v=${isFirst}`,
      ...plan.args,
    ],
    cwd: plan.cwd,
    env: withGodebug(plan.env, 'memprofilerate=1'),
    name: `Go test '${plan.name}'`,
    stdin: plan.stdin === undefined ? 'ignore' : { text: plan.stdin },
    onOutput: (chunk) => {
      if (isFirst) printed += chunk.toString('utf8')
    },
  })
  const stop = (): void => void program.stop()
  signal.addEventListener('abort', stop, { once: true })
  try {
    const exit = await program.exited
    signal.throwIfAborted()
    if (exit.code !== 0) {
      throw withLastWords(
        `Go test '${plan.name}' ${describeExit(exit)} when it was run ${count === 1 ? 'once' : `up to ${count} times`}: it must pass again and again.`,
        program,
      )
    }
    if (isFirst && !printed.includes(`=== RUN   ${test.replaceAll(' ', '_')}\n`)) {
      throw new MisuseError(`The test binary '${plan.command}' has no test '${test}'.`)
    }
    if (isFirst && /^ *--- SKIP/m.test(printed)) {
      throw withLastWords(
        `Go test '${plan.name}' was skipped, so there is nothing to measure.`,
        program,
      )
    }
    return decodeProfile(await readFile(file))
  } finally {
    signal.removeEventListener('abort', stop)
  }
}

function literally(name: string): string {
  return name.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
}

function totalOf({ sampleTypes, samples }: Profile): Sample {
  const at = (type: string): number => sampleTypes.findIndex((sampled) => sampled.type === type)
  const sum = (index: number): number =>
    samples.reduce((total, { values }) => total + (values[index] ?? 0), 0)
  return { heapObjects: sum(at('inuse_objects')), heap: sum(at('inuse_space')) }
}
