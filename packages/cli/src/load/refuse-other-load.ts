import { TargetError } from '@plateau/core'

/** What one leg of a load command was to do, and what the service received meanwhile. */
export interface SentLeg {
  readonly iterations: number
  readonly requests: number
}

/** Of the iterations of a leg: a probe of somebody else's may come in between. */
const STRAY_PART = 0.02
const STRAY_REQUESTS = 2

/**
 * Throws `TargetError` where a load command sends something else than was asked: an iteration may be several
 * requests, but as many each time. Otherwise all rates would be wrong.
 */
export function refuseOtherLoad(command: string, legs: readonly SentLeg[]): void {
  const latest = legs.at(-1)
  if (latest === undefined) return
  const { iterations, requests } = latest
  const [first = latest] = legs
  const each = Math.round(first.requests / first.iterations)
  const stray = STRAY_REQUESTS + STRAY_PART * iterations
  if (each >= 1 && Math.abs(requests - each * iterations) <= stray) return
  if (requests === 0) {
    throw new TargetError(
      `The load command '${command}' sent nothing: no request and no connection reached the service while it was to do ${iterations} iterations. It must send them to the address that PLATEAU_URL and {url} hold, and wait for the answers before it ends.`,
    )
  }
  throw new TargetError(
    `The load command '${command}' sent ${requests} requests where it was to do ${iterations} iterations${each >= 1 && legs.length > 1 ? ` of ${each} each, as before` : ''}. It must do exactly as many as PLATEAU_ITERATIONS says, such as autocannon -a {iterations} {url}, not as many as fit into a time. Or have the service count them: --counter URL#NAME lets it send what it likes.`,
  )
}
