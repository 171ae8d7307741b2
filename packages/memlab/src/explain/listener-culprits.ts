import type { Culprit } from '@plateau/core'
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

/**
 * Says of what event and on what a leaked function is the listener. Listeners whose function does not
 * grow, because all of them share one, become culprits of their own.
 */
export async function nameListeners(
  culprits: readonly Culprit[],
  { cdp, scripts, kinds, iterations }: Found,
): Promise<readonly Culprit[]> {
  let named = [...culprits]
  for (const kind of kinds) {
    const on = await describeExample(cdp, kind)
    const site = scripts.positionOf(kind.place)
    const at = named.findIndex(
      (culprit) => culprit.type.startsWith('function') && isAt(culprit.site, site),
    )
    const step = { name: `${kind.event} listener`, type: named[at]?.type ?? 'function' }
    const path = [{ name: on, type: '' }, step]
    if (at === -1) {
      const type = `${kind.event} listener`
      const perIteration = { objects: kind.count / iterations, bytes: 0 }
      named = [
        ...named,
        { type, perIteration, path, site, fingerprint: fingerprint({ type, path, site }) },
      ]
    } else {
      const culprit = named[at] as Culprit
      const renamed = { ...culprit, path }
      named[at] = { ...renamed, fingerprint: fingerprint(renamed) }
    }
  }
  return named
}

function isAt(one: Culprit['site'], other: NonNullable<Culprit['site']>): boolean {
  return one?.file === other.file && one.line === other.line && one.column === other.column
}
