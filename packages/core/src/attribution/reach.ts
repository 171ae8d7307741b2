import { nowMs } from '../engine/clock.ts'
import type { Insides } from './reach-inside.ts'
import { countOf, isExports, isMethod, type Slot, slotsOf, sourceOf } from './reach-slots.ts'
import { runnerOf } from './runner-frames.ts'
import { originOf } from './script-directory.ts'
import type { SourcePositions } from './source-positions.ts'

/** An object that a scenario can reach, and the way to it. */
export interface Reached {
  readonly object: object
  /** What it was reached from; undefined of a root. */
  readonly from: Reached | undefined
  /** The slot that led to it. */
  readonly slot: Slot
  /** Of a function that is written somewhere. */
  scriptId: number | undefined
}

/** A place that held an object, or nothing, when it was read. */
export interface ReadSlot {
  readonly owner: Reached
  readonly slot: Slot
  /** Entries of what it held. */
  readonly count: number
}

/** Where a walk begins. */
export interface Root {
  readonly name: string
  readonly value: unknown
  /** Whose it is. */
  readonly of: Level
}

/** Beyond it, what the project's own files name has long been reached. */
const MOST_OBJECTS = 20_000

/** Each question to the inspector takes 0.1 ms, and 2 ms in modules of many variables. */
const MOST_ASKED = 1200

/** Of functions that are written at one place, as those that a loop makes, so many tell what all of them see. */
const MOST_ALIKE = 4

/**
 * Reads the slots of all that the code of a scenario can reach: what an iteration adds to, it has reached so. Nearest first,
 * through the project's own code before packages, of those what the project had made before what they export, and all before Node's;
 * and objects before functions, which must be asked for.
 */
export function readReach(
  roots: readonly Root[],
  {
    insides,
    sources,
    mostMs,
  }: {
    readonly insides: Insides
    readonly sources: Pick<SourcePositions, 'urlOf'>
    readonly mostMs: number
  },
): readonly ReadSlot[] {
  const startedMs = nowMs()
  const seen = new Set<object>()
  const waiting: Reached[][] = LEVELS.flatMap(() => [[], []])
  const read: ReadSlot[] = []
  const alike = new Map<string, number>()

  function wait(reached: Reached, level: number): void {
    if (seen.has(reached.object)) return
    seen.add(reached.object)
    if (typeof reached.object === 'function') {
      const source = sourceOf(reached.object)
      const before = alike.get(source) ?? 0
      alike.set(source, before + 1)
      if (before >= MOST_ALIKE || isMethod(reached)) return
    }
    waiting[2 * level + (typeof reached.object === 'function' ? 1 : 0)]?.push(reached)
  }

  function readSlots(reached: Reached, level: number): void {
    const { scriptId, slots } = slotsOf(reached.object, insides)
    const url = scriptId === undefined ? '' : sources.urlOf(scriptId)
    if (isOurs(url)) return
    reached.scriptId = scriptId
    // What a package exports is told by its script, for which each function must be asked; the project's is asked before.
    const least = isExports(reached.object) ? EXPORTED : 0
    for (const slot of slots) {
      const { value } = slot
      if (isOwnName(slot.name)) continue
      if (value === undefined) read.push({ owner: reached, slot, count: 0 })
      // Variables are told by each function that sees them.
      else if (!seen.has(value)) {
        read.push({ owner: reached, slot, count: countOf(value) })
        const next = levelBehind({ level, url, isOfModule: slot.isOfModule })
        wait({ object: value, from: reached, slot, scriptId: undefined }, Math.max(next, least))
      }
    }
  }

  for (const { name, value, of } of roots) {
    if (typeof value !== 'function' && (typeof value !== 'object' || value === null)) continue
    const slot = { key: name, name, value, isOfModule: false }
    const root: Reached = { object: value, from: undefined, slot, scriptId: undefined }
    read.push({ owner: root, slot, count: countOf(value) })
    wait(root, LEVELS.indexOf(of))
  }
  const heads = waiting.map(() => 0)
  for (let queue = next(); queue !== -1; queue = next()) {
    if (seen.size > MOST_OBJECTS || insides.asked > MOST_ASKED) break
    if (nowMs() - startedMs > mostMs) break
    const at = heads[queue] as number
    heads[queue] = at + 1
    readSlots(waiting[queue]?.[at] as Reached, queue >> 1)
  }
  return read

  function next(): number {
    return waiting.findIndex((queue, at) => (heads[at] as number) < queue.length)
  }
}

/** Whose code leads to an object: what belongs to nobody's is as near as what led there. */
const LEVELS = ['user', 'made', 'exported', 'package', 'node'] as const
const MADE = 1
const EXPORTED = 2
type Level = (typeof LEVELS)[number]

/** Of what an object or function holds that was reached at this level, and is written there. */
function levelBehind({
  level,
  url,
  isOfModule,
}: {
  readonly level: number
  readonly url: string
  readonly isOfModule: boolean
}): number {
  const origin = originOf(url)
  if (origin === 'user') return 0
  // What a call of a package's has made for the project, as a store behind its methods.
  if (origin === 'package' && level <= MADE && !isOfModule) return MADE
  return Math.max(level, LEVELS.indexOf(origin as Level))
}

/** What measures, and what runs it, is none of the scenario's. */
function isOurs(url: string): boolean {
  return originOf(url) === 'plateau' || runnerOf(url) !== undefined
}

function isOwnName(name: string): boolean {
  return name.startsWith('__plateau') || name.startsWith('[@plateau')
}
