import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Culprit, GrowthVerdict, TargetContext, TargetExplanation } from '@plateau/core'
import { type CgoCall, cgoCallsIn } from '../explain/cgo-calls.ts'
import { connectionTakers, isGivenBack } from '../explain/connection-takers.ts'
import { culpritsOfGo } from '../explain/culprits-of-go.ts'
import type { GoEvidence } from '../explain/go-evidence.ts'
import { type GrownGoroutines, grownGoroutines, placeKey } from '../explain/grown-goroutines.ts'
import { type GrownStack, grownStacks, stacksLeftByOneCollection } from '../explain/grown-stacks.ts'
import { keptOnPurpose } from '../explain/kept-on-purpose.ts'
import { refutedBytes } from '../explain/refuted-bytes.ts'
import { ownFrame } from '../explain/stack-place.ts'
import type { GoroutineGroup } from '../profile/goroutines.ts'
import type { ProofFound } from './go-proof.ts'
import type { Instance } from './instance.ts'
import { keepProfiles } from './keep-profiles.ts'
import { leakAgain } from './leak-again.ts'
import { type ProgramPlan, projectOf } from './program-plan.ts'
import { markProvenLeaks } from './proven-leaks.ts'
import { dumpHeap, listSymbols, withRetentionPaths } from './retention-paths.ts'
import { type TakenLegs, takeLegs } from './take-legs.ts'

export interface Explaining extends ProofFound {
  readonly verdict: GrowthVerdict
  readonly plan: ProgramPlan
  readonly signal: AbortSignal
  readonly files: Pick<TargetContext, 'keep' | 'leavesFiles'>
  readonly iterationsPerLeg: number
  /** The growth is what a second collection clears. */
  readonly isPooled: boolean
  readonly isClosedByCollector: boolean
  /** How long nothing ran after the last iteration; undefined where nothing was watched. */
  readonly outlivedMs: number | undefined
  /** What stood at rest, where the iterations had more in flight. */
  readonly rested: readonly GoroutineGroup[] | undefined
  readonly leftMs: () => number
}

/**
 * Runs the program once more with every allocation noted, and compares its profiles and goroutines
 * between equal legs. A process that cannot be started again goes on with the profile it has.
 */
export async function explainInstance(
  measured: Instance,
  explaining: Explaining,
): Promise<TargetExplanation> {
  const { plan, startAgain, signal } = explaining
  const isOurs = measured.program !== undefined
  // Two of a kind would share a database or a fixed port.
  if (isOurs) await measured.close()
  const symbols = measured.agent && listSymbols(plan)
  const isProfiled = !explaining.isProvenByGo
  const instance = isOurs ? await startAgain({ signal, isProfiled }) : measured
  const folder = await mkdtemp(join(tmpdir(), 'plateau-go-'))
  try {
    const { legs, dump } = await readAgain(instance, explaining, folder)
    const { build } = plan
    const cgoCalls = await readCgoCalls(build?.cgoFiles ?? [])
    const evidence = evidenceOf(legs, explaining)
    const takers = await readTakers(evidence)
    const found = culpritsOfGo({ ...evidence, cgoCalls, takers })
    const culprits =
      dump && symbols && found.some(({ site }) => site !== undefined)
        ? withRetentionPaths(found, dump, await symbols)
        : found
    const { keep, leavesFiles = true } = explaining.files
    const keptDump = keep === 'snapshot' ? dump : undefined
    const kept = leavesFiles ? keepProfiles(legs, plan.name, keptDump) : []
    const { verdict, isPooled, isClosedByCollector } = explaining
    const onPurpose = keptOnPurpose(culprits, verdict.growth)
    if (onPurpose !== undefined) return { culprits, onPurpose }
    const isHidden = isPooled || isClosedByCollector
    const refuted = isHidden ? undefined : refutedBytes(verdict.growth, culprits, legs)
    if (refuted !== undefined) return { culprits, refuted }
    return { culprits, notes: notesOf(legs, culprits, instance), kept }
  } finally {
    await rm(folder, { recursive: true, force: true })
    if (isOurs) await instance.close()
  }
}

interface ReadAgain {
  readonly legs: TakenLegs
  readonly dump: Awaited<ReturnType<typeof dumpHeap>>
}

async function readAgain(
  instance: Instance,
  explaining: Explaining,
  folder: string,
): Promise<ReadAgain> {
  if (explaining.isProvenByGo) {
    return { legs: await leakAgain(instance, { ...explaining, folder }), dump: undefined }
  }
  const taken = explaining.stores?.legs ?? (await takeLegs(instance, { ...explaining, folder }))
  const dump = await dumpHeap(instance, folder)
  const goroutines = await markProvenLeaks(taken.goroutines, instance, folder)
  return { legs: { ...taken, goroutines }, dump }
}

function evidenceOf(legs: TakenLegs, explaining: Explaining): GoEvidence {
  const { verdict, plan, isPooled, isClosedByCollector, outlivedMs } = explaining
  const { iterations, settled, uncollected } = legs
  const isHidden = isPooled || isClosedByCollector
  const stacks = explaining.stores?.stacks ?? grownStacks(settled, iterations)
  const left = isHidden ? stacksLeftByOneCollection(uncollected, iterations) : []
  return {
    growth: verdict.growth,
    iterations,
    stacks: isHidden && left.length > 0 ? left : stacks,
    goroutines: standing(grownGoroutines(legs.goroutines, iterations), explaining.rested),
    closedByCollector: isClosedByCollector,
    pooled: isPooled,
    allocated: grownStacks(settled, iterations, 'alloc'),
    project: projectOf(plan.build),
    ...(outlivedMs !== undefined && { outlivedMs }),
    ...(plan.build?.goLine !== undefined && { goLine: plan.build.goLine }),
  }
}

/** Of kinds that had all ended at rest, those that a short re-run shows were only in flight. */
function standing(
  grown: readonly GrownGoroutines[],
  rested: readonly GoroutineGroup[] | undefined,
): readonly GrownGoroutines[] {
  if (rested === undefined) return grown
  const kinds = new Set(rested.map(placeKey))
  const stood = grown.filter(({ group }) => kinds.has(placeKey(group)))
  return stood.length > 0 ? stood : grown
}

/** A file that cannot be read any more was moved since the build: there is just less to tell. */
async function readCgoCalls(files: readonly string[]): Promise<readonly CgoCall[]> {
  const calls = files.map(async (file) =>
    readFile(file, 'utf8').then(
      (source) => cgoCallsIn(file, source),
      () => [],
    ),
  )
  return (await Promise.all(calls)).flat()
}

/** A source that cannot be read tells nothing, as with -trimpath. */
async function readTakers({ allocated = [], project }: GoEvidence): Promise<readonly GrownStack[]> {
  const takers = connectionTakers(allocated, project)
  const areGivenBack = await Promise.all(
    takers.map(async ({ stack }) => {
      const own = ownFrame(stack, project)
      if (own === undefined) return true
      const source = await readFile(own.file, 'utf8').catch(() => undefined)
      return source === undefined || isGivenBack(source, own.line)
    }),
  )
  return takers.filter((_, at) => !areGivenBack[at])
}

function notesOf(
  { settled, goroutines }: TakenLegs,
  culprits: readonly Culprit[],
  { reading }: Instance,
): readonly string[] {
  if (settled.length === 0) {
    if (culprits.some(({ site }) => site !== undefined)) return []
    return [
      `The culprit is not known: its memory was read by ${reading}, which has no profile. Import net/http/pprof, or have the program built from pkg.`,
    ]
  }
  const period = settled[0]?.period ?? 1
  if (period > 1) {
    return [
      `Its profile notes one allocation in ${period} bytes, so small ones may be missing: set runtime.MemProfileRate = 1 at the start of main, or have it started here.`,
    ]
  }
  if (culprits.length === 0 && goroutines.length > 0) {
    return ['No stack and no goroutine grew when the program was run again.']
  }
  return []
}
