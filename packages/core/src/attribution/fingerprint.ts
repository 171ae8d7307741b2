import type { Culprit, PathStep } from '../plateau/verdict.ts'
import { sha256 } from '../sha-256.ts'
import { ENTRY, isEntryStep } from './entry.ts'

/** Long enough that two culprits of one project never share one. */
const LENGTH = 12

/**
 * Names a culprit by the store that gains entries, as its source has it, and whose it is; or else by what it is, what holds it
 * and which function makes it. Not by a line or a rate, so that an unrelated edit changes nothing, nor by what only a
 * snapshot tells: there may be no time for one.
 */
export function fingerprint({ type, path, site }: Pick<Culprit, 'type' | 'path' | 'site'>): string {
  const steps = path.map((step) => `${step.name}:${step.type}`)
  return hash(storeOf({ type, path }) ?? [type, ...steps, site?.file, site?.function])
}

/** As `fingerprint`, of a function by the names of those that called it, innermost first. */
export function fingerprintOfOrigin(file: string, functions: readonly string[]): string {
  return hash([file, ...functions])
}

function hash(parts: readonly (string | undefined)[]): string {
  return sha256(parts.map((part) => part ?? '').join('\n')).slice(0, LENGTH)
}

/**
 * The store and what it is a property of; undefined where none is named. Where the store is itself an entry of a dictionary, as the
 * listeners of each emitter are, whose dictionary that is.
 */
function storeOf({ type, path }: Pick<Culprit, 'type' | 'path'>): readonly string[] | undefined {
  const last = path.at(-1)
  if (last === undefined || (type !== ENTRY && !isEntryStep(last))) return undefined
  const steps = path.slice(0, isEntryStep(last) ? -1 : undefined)
  const [owner, store] = steps.slice(-2)
  if (!store || !owner) return undefined
  const whose = isEntryStep(store) ? steps.slice(-3, -1).map(named) : []
  return [...whose, classOf(owner), named(store)]
}

function named(step: PathStep): string {
  return `${step.name}:${classOf(step)}`
}

/** Without the shape, and the name of a function, that a snapshot tells alone. */
function classOf({ type }: PathStep): string {
  if (type.startsWith('{')) return 'Object'
  return type.startsWith('function ') ? '' : type
}
