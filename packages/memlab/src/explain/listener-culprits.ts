import type { Culprit, SourcePosition } from '@plateau/core'
import { fingerprint, type SourcePositions } from '@plateau/core/attribution'
import type { CdpSession } from '../page/cdp-session.ts'
import { describeExample, type ListenerKind } from './listener-census.ts'

interface Found {
  readonly cdp: CdpSession
  readonly scripts: SourcePositions
  /** The kinds of listeners that grew, by how many in all. */
  readonly kinds: readonly ListenerKind[]
  readonly iterations: number
}

/** A message with more of them is read by nobody. */
const MOST_PLACES = 3

/**
 * Says of what event and on what a leaked function is the listener. Listeners whose function does not
 * grow, because all of them share one, become culprits of their own: one for each place where they are written, and none
 * on an element that is told to be kept itself.
 */
export async function nameListeners(
  culprits: readonly Culprit[],
  { cdp, scripts, kinds, iterations }: Found,
): Promise<readonly Culprit[]> {
  const named = [...culprits]
  const places = new Map<string, Unnamed>()
  for (const kind of kinds) {
    const on = await describeExample(cdp, kind)
    const site = scripts.positionOf(kind.place)
    const at = named.findIndex(
      (culprit) => culprit.type.startsWith('function') && isAt(culprit.site, site),
    )
    if (at === -1) {
      const key = `${on} ${site.file}:${site.line}:${site.column}`
      const { events = [], count = 0 } = places.get(key) ?? {}
      places.set(key, { on, site, events: [...events, kind.event], count: count + kind.count })
    } else {
      const culprit = named[at] as Culprit
      const step = { name: `${kind.event} listener`, type: culprit.type }
      const renamed = { ...culprit, path: [{ name: on, type: '' }, step] }
      named[at] = { ...renamed, fingerprint: fingerprint(renamed) }
    }
  }
  const others = [...places.values()].filter(({ on }) => !culprits.some((one) => isKept(one, on)))
  return [
    ...named,
    ...others.slice(0, MOST_PLACES).map((place) => listenerCulprit(place, iterations)),
  ]
}

/** Listeners of one place, of one event or of several. */
interface Unnamed {
  readonly on: string
  readonly site: SourcePosition
  readonly events: readonly string[]
  readonly count: number
}

function listenerCulprit({ on, site, events, count }: Unnamed, iterations: number): Culprit {
  const [first = ''] = events.toSorted()
  const type = events.length === 1 ? `${first} listener` : `${first} and other listeners`
  const path = [
    { name: on, type: '' },
    { name: type, type: 'function' },
  ]
  return {
    type,
    path,
    site,
    perIteration: { objects: count / iterations, bytes: 0 },
    fingerprint: fingerprint({ type, path, site }),
  }
}

function isKept({ type }: Culprit, on: string): boolean {
  return type === on || type === `Detached ${on}`
}

function isAt(one: Culprit['site'], other: SourcePosition): boolean {
  return one?.file === other.file && one.line === other.line && one.column === other.column
}
