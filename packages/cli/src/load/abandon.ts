import { MisuseError } from '@plateau/core'
import type { FilledRequest } from './fill-requests.ts'
import type { HangUpPlace } from './hang-up.ts'

/** Of all iterations those whose client hangs up, from 0 to 1. Throws `MisuseError`. */
export function abandonedShare(received: unknown): number {
  const [, percent] = /^(\d+(?:\.\d+)?) ?%$/.exec(String(received)) ?? []
  const share = Number(percent) / 100
  if (share > 0 && share <= 1) return share
  throw new MisuseError(
    `load.abandon (--abandon) must be a part of the iterations such as 5%, at most 100%, received ${typeof received === 'string' ? `'${received}'` : String(received)}.`,
  )
}

/** How an iteration is given up: the requests before are sent as ever, those after it are not. */
export interface GivenUp {
  readonly before: readonly FilledRequest[]
  readonly request: FilledRequest
  readonly place: HangUpPlace
}

/**
 * Undefined for an iteration that is not given up. Spread evenly and without chance, so that each leg has as many;
 * every request is left in turn, and each in every place.
 */
export function givenUpIn(
  requests: readonly FilledRequest[],
  { n, share }: { readonly n: number; readonly share: number },
): GivenUp | undefined {
  const count = givenUpBy(n, share)
  if (count === undefined) return undefined
  const at = count % requests.length
  const request = requests[at]
  if (request === undefined) return undefined
  const places = (request.body?.length ?? 0) > 1 ? WITH_BODY : WITHOUT_BODY
  const place = places[Math.floor(count / requests.length) % places.length] ?? 'asked'
  return { before: requests.slice(0, at), request, place }
}

const WITHOUT_BODY: readonly HangUpPlace[] = ['asked', 'answer']
/**
 * For what is done in steps: how many of them are done before the client vanishes, each number in turn. Undefined
 * where it stays to the end.
 */
export function stepsBeforeLeaving({ n, share, steps }: Leaving): number | undefined {
  const count = givenUpBy(n, share)
  return count === undefined ? undefined : count % (steps + 1)
}

interface Leaving {
  readonly n: number
  readonly share: number
  readonly steps: number
}

/** The how manieth of those that are given up; undefined for an iteration that is not. */
function givenUpBy(n: number, share: number): number | undefined {
  const count = Math.floor(n * share)
  return count === Math.floor((n - 1) * share) ? undefined : count
}

const WITH_BODY: readonly HangUpPlace[] = ['asked', 'answer', 'body']
