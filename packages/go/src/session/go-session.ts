import type {
  GrowthVerdict,
  ProbeSpec,
  Sample,
  TargetContext,
  TargetSession,
  Unmeasured,
} from '@plateau/core'
import { readPrivateMemory, readProcessCounts, unmeasuredCounts } from '@plateau/core/process'
import type { GoTargetOptions } from '../options/go-options.ts'
import { explainInstance } from './explain-instance.ts'
import { type Measurable, onProcessors, probesOf } from './go-probes.ts'
import { createProof, type StartAgain } from './go-proof.ts'
import { createGoSampler } from './go-sampler.ts'
import { createWatch } from './go-watch.ts'
import type { Instance } from './instance.ts'
import type { ProgramPlan } from './program-plan.ts'

/** A Go program that runs, ready to be judged. */
export async function createGoSession(
  instance: Instance,
  {
    plan,
    context,
    startAgain,
    startMs,
  }: {
    readonly plan: ProgramPlan
    readonly context: TargetContext
    readonly startAgain: StartAgain
    /** What the start of the instance took. */
    readonly startMs: number
  },
): Promise<TargetSession> {
  const pid = instance.program?.pid
  const { signal, timeLimitMs } = context
  const endMs = performance.now() + timeLimitMs
  const sampler = createGoSampler(instance.reader, pid)
  const measurable = await whatIsMeasurable(pid)
  const latest = {
    iterationsPerLeg: 1,
    isPooled: false,
    sinceSample: 0,
    iterations: 0,
    goroutines: undefined as number | undefined,
  }
  const watch = createWatch(instance, plan, startMs)
  const proof = createProof(instance, { startAgain, plan, byGo: watch.proof })
  const leftMs = (): number => endMs - performance.now()
  const probes = probesIn(instance, measurable)
  async function sample(): Promise<Sample> {
    await watch.onSample(latest.goroutines)
    const read = await sampler.sample(latest.sinceSample)
    latest.sinceSample = 0
    latest.goroutines = read.goroutines
    return watch.besideLoad(read)
  }
  return {
    probes,
    unmeasured: unmeasuredIn(instance, plan),
    async run(iterations, runSignal) {
      latest.iterationsPerLeg = iterations
      latest.sinceSample += iterations
      latest.iterations += iterations
      watch.onRun(iterations)
      return instance.run(iterations, runSignal)
    },
    sample,
    async sampleAll() {
      const readings = await sample()
      const { peakBytes } = pid === undefined ? {} : await readProcessCounts(pid)
      const peak = peakBytes !== undefined && { peakBytes }
      return [{ process: 'main', pid: pid ?? 0, probes, readings, ...peak }]
    },
    outlast: watch.outlast,
    doubt: watch.doubt,
    proof: (suspects) =>
      proof.prove(suspects, { iterations: latest.iterations, leftMs: leftMs(), signal }),
    async hidden(iterationsPerLeg, runSignal) {
      const found = await sampler.hidden(iterationsPerLeg, (count) =>
        instance.run(count, runSignal),
      )
      latest.isPooled = found !== undefined
      return found
    },
    explain: (verdict: GrowthVerdict) =>
      explainInstance(instance, {
        verdict,
        plan,
        ...proof.found(),
        signal,
        files: context,
        iterationsPerLeg: latest.iterationsPerLeg,
        isPooled: latest.isPooled,
        isClosedByCollector: sampler.closedByCollector() > 0,
        outlivedMs: watch.outlivedMs(),
        rested: watch.rested(),
        leftMs,
      }),
    close: () => proof.close(),
  }
}

async function whatIsMeasurable(pid: number | undefined): Promise<Measurable> {
  if (pid === undefined) return { fds: false, threads: false, rss: false, native: false }
  const counts = await readProcessCounts(pid)
  const memory = await readPrivateMemory(pid, () => false)
  return {
    fds: counts.fds !== undefined,
    threads: counts.threads !== undefined,
    rss: counts.rssBytes !== undefined,
    native: memory !== undefined,
  }
}

function probesIn({ reading, processors }: Instance, measurable: Measurable): readonly ProbeSpec[] {
  return onProcessors(probesOf(reading, measurable), processors)
}

const REMOTE = 'Descriptors, threads and native memory of a process behind a url are not read.'

function uncollected({ driver = 'auto' }: GoTargetOptions): string {
  const remedy =
    driver === 'auto'
      ? 'import net/http/pprof, or have it built from pkg'
      : `leave driver: '${driver}' out where the program is built from pkg, or import net/http/pprof`
  return `No collection can be forced here, so the heap is read with the garbage in it and proves nothing: ${remedy}.`
}

function unmeasuredIn(
  { reading, program }: Instance,
  { options }: ProgramPlan,
): readonly Unmeasured[] {
  const isCollected = reading === 'agent' || reading === 'pprof'
  const isRemote = program === undefined && options.url !== undefined
  const messages = [
    ...(isCollected ? [] : [uncollected(options)]),
    ...(isRemote ? [REMOTE] : []),
    ...(program === undefined ? [] : unmeasuredCounts()),
  ]
  return messages.map((message) => ({ kind: 'readings', message }))
}
