import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Growth } from '@plateau/core'
import { sumOf } from '../explain/cause.ts'
import { climbingStacks } from '../explain/climbing-stacks.ts'
import type { ProjectFiles } from '../explain/go-sources.ts'
import type { GrownStack } from '../explain/grown-stacks.ts'
import { decodeProfile } from '../profile/decode-profile.ts'
import type { Instance } from './instance.ts'
import { heapFiles, heapProfile, type TakenLegs } from './take-legs.ts'

/** A store of a thousand entries is seen to fill over them; the readings rose over more. */
const MOST_ITERATIONS = 1500

/** Iterations that tell what one costs while every allocation is noted. */
const PROBING = 16

/** Fewer are no proof: what fills up would not have. */
const FEWEST_ITERATIONS = 100

/** The part of the time left that it may take: the rest names what holds it. */
const TIME_SHARE = 0.4

/** Rates of one leak, seen by readings and by stacks, are within this part of each other: stores come in steps. */
const ALIKE = 0.4

interface Proving {
  /** By the readings. */
  readonly heap: Growth
  /** As many as were judged, or the most. */
  readonly iterations: number
  readonly project: ProjectFiles
  readonly leftMs: number
  readonly signal: AbortSignal
}

/** What a profiled run has proved to climb, and what it read meanwhile. */
export interface ProvenStores {
  readonly stacks: readonly GrownStack[]
  readonly legs: TakenLegs
}

/** The lines whose live bytes rise as the heap did, over as many iterations of a profiled program; undefined where they are no proof. */
export async function provenStores(
  instance: Instance,
  { heap, iterations, project, leftMs, signal }: Proving,
): Promise<ProvenStores | undefined> {
  const startedMs = performance.now()
  await instance.run(PROBING, signal)
  const iterationMs = (performance.now() - startedMs) / PROBING
  const affordable = Math.floor((TIME_SHARE * leftMs) / iterationMs)
  const quarter = Math.floor(Math.min(iterations, affordable, MOST_ITERATIONS) / 4)
  const all = 4 * quarter
  if (all < FEWEST_ITERATIONS) return undefined
  const raw = await profilesAfter(instance, [quarter - PROBING, quarter, 2 * quarter], signal)
  const settled = raw.map(decodeProfile)
  const stacks = climbingStacks(settled, all, project)
  if (!agree(sumOf(stacks).bytes, heap.perIteration)) return undefined
  const nothing = { uncollected: [], goroutines: [] }
  return { stacks, legs: { iterations: all, settled, ...nothing, files: heapFiles(raw) } }
}

function agree(one: number, other: number): boolean {
  return Math.min(one, other) >= ALIKE * Math.max(one, other)
}

async function profilesAfter(
  instance: Instance,
  legs: readonly number[],
  signal: AbortSignal,
): Promise<readonly Uint8Array[]> {
  const folder = await mkdtemp(join(tmpdir(), 'plateau-go-'))
  const profiles: Uint8Array[] = []
  try {
    for (const iterations of legs) {
      await instance.run(iterations, signal)
      await instance.reader.settle()
      const bytes = await heapProfile(instance, { folder }, 2)
      if (bytes) profiles.push(bytes)
    }
    return profiles
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}
