import { types } from 'node:util'
import type { InspectorSession } from '../engine/inspector-session.ts'
import { internalProperty } from '../engine/internal-property.ts'
import { idOfLive } from '../engine/live-object.ts'
import type { Culprit, PathStep } from '../plateau/verdict.ts'
import { realms } from '../witness/realms.ts'
import type { AllocationStack } from './allocation-profile.ts'
import type { lineOf } from './culprit-of.ts'
import { ENTRY, LISTENER } from './entry.ts'
import { fingerprint } from './fingerprint.ts'
import type { NotedStore } from './logpoints.ts'
import { runnerThatKeeps } from './runner-frames.ts'
import { originOf, type ScriptPlace } from './script-directory.ts'
import { likeliestPlaces } from './stack-places.ts'
import { isListenedTo, newestOf } from './store-entries.ts'

/** What is known of the run in which the stores gained. */
export interface StoreFindings extends Readonly<Parameters<typeof lineOf>[1]> {
  readonly session: InspectorSession
  /** Iterations of that run. */
  readonly iterations: number
  /** What each iteration of the check left, by the user's function that allocated it. */
  readonly stacks: readonly AllocationStack[]
  /** With those that allocate little of it. */
  readonly allStacks: readonly AllocationStack[]
  /** Of those iterations. */
  readonly bytesPerIteration: number
}

/** A store as the culprit: what it holds, what the source calls it, and where what it holds is made and added. */
export function expressedCulprit(store: NotedStore, findings: StoreFindings): Culprit {
  const { iterations, bytesPerIteration, sources } = findings
  const entry = newestOf(store.container)
  const type = typeOfEntry(entry)
  const { event } = store.expression
  const name = isListenedTo(store.container) ? `${event ?? 'a'}${LISTENER}` : 'entry'
  const path = [...pathTo(store), { name, type }]
  const adds = sources.positionOf(store.place)
  const { site = adds, calledFrom } = placesOfEntry(entry, findings)
  const isSame = site.file === adds.file && site.line === adds.line
  const madeBy = runnerThatKeeps(sources.urlOf(store.place.scriptId))
  return {
    type,
    path,
    ...(madeBy && { madeBy }),
    site,
    ...(calledFrom && { calledFrom }),
    perIteration: { objects: store.gained / iterations, bytes: bytesPerIteration },
    ...(!isSame && { addedAt: adds }),
    fingerprint: fingerprint({ type, path, site }),
  }
}

/** A variable has no owner, and a namespace of a module is no holder. */
function pathTo({ expression, owner, container }: NotedStore): readonly PathStep[] {
  const last = { name: expression.name, type: className(container) }
  if (!isHolder(owner)) return [last]
  if (typeof owner === 'function') return [{ name: nameOf(owner), type: '' }, last]
  return [{ name: 'an object', type: className(owner) }, last]
}

function isHolder(owner: unknown): owner is object {
  if (typeof owner === 'function') return true
  if (typeof owner !== 'object' || owner === null || types.isProxy(owner)) return false
  return !types.isModuleNamespaceObject(owner) && !Object.hasOwn(owner, '__esModule')
}

/** Of what is added: never what it says. */
export function typeOfEntry(entry: unknown): string {
  if (typeof entry === 'function') return `function ${nameOf(entry) || '(anonymous)'}`
  if (typeof entry === 'object' && entry !== null) return className(entry)
  return typeof entry === 'string' ? 'string' : ENTRY
}

export function className(object: object): string {
  if (types.isProxy(object)) return 'Proxy'
  const made = constructorOf(object)
  return (made && nameOf(made)) || 'Object'
}

export function constructorOf(object: object): object | undefined {
  const prototype: unknown = Object.getPrototypeOf(object)
  if (typeof prototype !== 'object' || prototype === null || types.isProxy(prototype))
    return undefined
  const made: unknown = Object.getOwnPropertyDescriptor(prototype, 'constructor')?.value
  return typeof made === 'function' ? made : undefined
}

/** A class may have a `name` of its own. */
function nameOf(made: object): string {
  const name: unknown = types.isProxy(made)
    ? ''
    : Object.getOwnPropertyDescriptor(made, 'name')?.value
  return typeof name === 'string' ? name : ''
}

/**
 * A function is made where it is written, and one that a package wraps says as much. Of other entries nothing tells for
 * certain which stack made them.
 */
export function placesOfEntry(
  entry: unknown,
  findings: StoreFindings,
  scriptId?: number,
): Pick<Culprit, 'site' | 'calledFrom'> {
  const isMade = typeof entry === 'object' || typeof entry === 'string'
  const made = typeof entry === 'function' ? entry : callbackOf(entry, findings)
  const place = made && scriptOf(made, findings)
  if (made === undefined || place === undefined) {
    return isMade ? likeliestPlaces(findings, { type: typeOfEntry(entry), scriptId }) : {}
  }
  const origin = originOf(place.url)
  // Where Node makes a function of its own, who had it made stands on the stack.
  if (origin === 'node') return likeliestPlaces(findings, { type: nameOf(made), scriptId })
  const site = findings.sources.positionOf(place.place)
  if (origin !== 'package') return { site }
  const { calledFrom } = likeliestPlaces(findings, { type: nameOf(made), scriptId })
  return { site, ...(calledFrom && { calledFrom }) }
}

/** The user's function that an object of a package's class holds. */
function callbackOf(entry: unknown, findings: StoreFindings): object | undefined {
  if (typeof entry !== 'object' || entry === null || types.isProxy(entry)) return undefined
  const made = constructorOf(entry)
  const maker = made && scriptOf(made, findings)
  if (maker === undefined || originOf(maker.url) !== 'package') return undefined
  const held = Object.values(Object.getOwnPropertyDescriptors(entry)).map(({ value }) => value)
  return held.find((value) => {
    const place = typeof value === 'function' ? scriptOf(value, findings) : undefined
    return place !== undefined && originOf(place.url) === 'user'
  })
}

function scriptOf(
  made: object,
  { session, sources }: Pick<StoreFindings, 'session' | 'sources'>,
): { readonly place: ScriptPlace; readonly url: string } | undefined {
  const place = placeOf(session, made)
  const url = place === undefined ? '' : sources.urlOf(place.scriptId)
  return place === undefined || url === '' ? undefined : { place, url }
}

interface FunctionLocation {
  readonly scriptId: string
  readonly lineNumber: number
  readonly columnNumber: number
}

function placeOf(session: InspectorSession, made: object): ScriptPlace | undefined {
  try {
    const objectId = idOfLive(session, made, realms().at(-1))
    if (objectId === undefined) return undefined
    const location = internalProperty<FunctionLocation>(
      session,
      objectId,
      '[[FunctionLocation]]',
    )?.value
    if (location === undefined) return undefined
    const { scriptId, lineNumber, columnNumber } = location
    return { scriptId: Number(scriptId), line: lineNumber, column: columnNumber }
  } catch {
    // The line that adds it is told all the same.
    return undefined
  }
}
