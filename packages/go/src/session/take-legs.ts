import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { decodeProfile, type Profile } from '../profile/decode-profile.ts'
import type { GoroutineGroup } from '../profile/goroutines.ts'
import type { Instance } from './instance.ts'
import { profileText } from './profile-text.ts'

/** What was read between equal legs of a profiled program. */
export interface TakenLegs {
  readonly iterations: number
  /** After two collections each. */
  readonly settled: readonly Profile[]
  /** Before a leg, and after it with a single collection. */
  readonly uncollected: readonly { readonly before: Profile; readonly after: Profile }[]
  readonly goroutines: readonly (readonly GoroutineGroup[])[]
  /** The first and the last heap profile as Go wrote them, and others that the program records. */
  readonly files: readonly { readonly name: string; readonly bytes: Uint8Array }[]
}

interface Taking {
  readonly folder: string
  readonly signal: AbortSignal
  readonly iterationsPerLeg: number
  readonly isPooled: boolean
  readonly isClosedByCollector: boolean
  readonly leftMs: () => number
}

const LEGS = 3

/** Where a single iteration takes seconds. */
const FEWEST_LEGS = 2

/** Enough for a leak of one object in twenty iterations; every allocation costs thirty times as much. */
const MOST_ITERATIONS = 200
const FEWEST_ITERATIONS = 8

/** The part of the remaining time that the legs may take. */
const LEGS_SHARE = 0.5

/** The part that they may take rather than be shorter than the fewest: in short ones what grows by chance shows, too. */
const MOST_SHARE = 0.8

export async function takeLegs(instance: Instance, taking: Taking): Promise<TakenLegs> {
  const { signal, isPooled, isClosedByCollector } = taking
  const { iterations, legs } = await planLegs(instance, taking)
  const profiles: Profile[] = []
  const uncollected: { before: Profile; after: Profile }[] = []
  const goroutines: (readonly GoroutineGroup[])[] = []
  const raw: Uint8Array[] = []
  for (let leg = 0; leg <= legs; leg++) {
    await instance.run(iterations, signal)
    await instance.reader.settle()
    const before = profiles.at(-1)
    if (before && (isPooled || isClosedByCollector)) {
      const bytes = await heapProfile(instance, taking, 1)
      if (bytes) uncollected.push({ before, after: decodeProfile(bytes) })
    }
    const bytes = await heapProfile(instance, taking, 2)
    if (bytes) {
      profiles.push(decodeProfile(bytes))
      raw.push(bytes)
    }
    if (leg <= legs - LEGS) continue
    const groups = await profileText(instance, { folder: taking.folder, name: 'goroutine' })
    if (groups) goroutines.push(groups)
  }
  return {
    iterations,
    // The first of them allocates what the profiler itself needs.
    settled: profiles.slice(-LEGS),
    uncollected: uncollected.slice(-LEGS),
    goroutines,
    files: [...heapFiles(raw.slice(-LEGS)), ...(await recorded(instance, taking))],
  }
}

interface LegPlan {
  readonly iterations: number
  readonly legs: number
}

/** A short leg first tells how long one takes under the profiler. */
async function planLegs(instance: Instance, taking: Taking): Promise<LegPlan> {
  const { iterationsPerLeg, leftMs } = taking
  const wanted = Math.min(MOST_ITERATIONS, iterationsPerLeg)
  const affordable = (iterationMs: number, share: number): number =>
    Math.floor((share * leftMs()) / (LEGS + 1) / Math.max(iterationMs, 0.01))
  let iterationMs = await iterationMsOf(1, instance, taking)
  if (affordable(iterationMs, LEGS_SHARE) < 1) return { iterations: 1, legs: FEWEST_LEGS }
  // The first of a process may be slow for once.
  if (affordable(iterationMs, LEGS_SHARE) < FEWEST_ITERATIONS)
    iterationMs = await iterationMsOf(1, instance, taking)
  const most = affordable(iterationMs, MOST_SHARE)
  if (most < FEWEST_ITERATIONS)
    return { iterations: Math.max(1, Math.min(wanted, most)), legs: LEGS }
  const probing = Math.min(FEWEST_ITERATIONS, iterationsPerLeg)
  const count = affordable(await iterationMsOf(probing, instance, taking), LEGS_SHARE)
  const iterations = Math.min(wanted, Math.max(FEWEST_ITERATIONS, count))
  return { iterations: Math.max(1, iterations), legs: LEGS }
}

async function iterationMsOf(
  iterations: number,
  instance: Instance,
  { signal }: Taking,
): Promise<number> {
  const startedMs = performance.now()
  await instance.run(iterations, signal)
  return (performance.now() - startedMs) / iterations
}

/** After so many collections; undefined where the program offers no profile. */
export async function heapProfile(
  instance: Instance,
  taking: Pick<Taking, 'folder'>,
  collections: 1 | 2,
): Promise<Uint8Array | undefined> {
  const { agent, pprof, reader } = instance
  if (agent) {
    for (let done = 0; done < collections; done++) await reader.collect()
    return agentProfile(instance, taking, 'heap')
  }
  if (collections > 1) await reader.collect()
  return pprof?.page('heap?gc=1')
}

async function agentProfile(
  { agent }: Instance,
  { folder }: Pick<Taking, 'folder'>,
  name: string,
): Promise<Uint8Array | undefined> {
  const file = join(folder, `${name}.pb.gz`)
  await agent?.profile(name, 0, file)
  return readFile(file)
}

export function heapFiles(raw: readonly Uint8Array[]): TakenLegs['files'] {
  const [base, last] = [raw[0], raw.at(-1)]
  if (base === undefined || last === undefined) return []
  return [
    { name: 'base.pb.gz', bytes: base },
    { name: 'final.pb.gz', bytes: last },
  ]
}

/** Block and mutex profiles are empty unless the program has set their rates. */
async function recorded(instance: Instance, taking: Taking): Promise<TakenLegs['files']> {
  const found: { name: string; bytes: Uint8Array }[] = []
  for (const name of ['block', 'mutex']) {
    const bytes = instance.agent
      ? await agentProfile(instance, taking, name)
      : await instance.pprof?.page(name)
    if (bytes && decodeProfile(bytes).samples.length > 0)
      found.push({ name: `${name}.pb.gz`, bytes })
  }
  return found
}
