import type { ProgramStdio, ServiceRequest } from '@plateau/core/drive'
import type { SoakLoadConfig } from '../../config/soak-config.ts'
import type { RequestsOf } from '../fill-requests.ts'
import type { Lane } from '../lane.ts'
import { eventDriver } from './event-driver.ts'
import { lineDriver } from './line-driver.ts'
import { mcpDriver } from './mcp-driver.ts'
import { webSocketDriver } from './web-socket-driver.ts'

/** What speaks to a service in place of requests. */
export interface LoadDriver {
  /** Where it is configured, as it is written in messages. */
  readonly option: string
  /** What one iteration sends, one after the other, before it is filled. */
  readonly asked: readonly ServiceRequest[]
  readonly openLane: (place: LanePlace) => Lane
  /** What to do where iterations do not end: a sentence. */
  readonly timeoutAdvice: () => string
  /** What a client does that gives up, where it does not vanish. */
  readonly givingUp?: string
  /** Where the program is spoken to over its standard streams: what asks for that, as messages name it. */
  readonly overStdio?: string
}

export interface LanePlace {
  readonly url: string
  readonly stdio?: ProgramStdio | undefined
  readonly requests: RequestsOf
  /** Of the iterations those whose client vanishes: 0 to 1. */
  readonly abandoned: number
}

/** The one that a configuration names; undefined where it sends requests. Throws `MisuseError`. */
export function driverOf(
  { webSocket, mcp, events, lines }: SoakLoadConfig,
  cwd: string,
): LoadDriver | undefined {
  if (events !== undefined) return eventDriver(events, cwd)
  if (mcp !== undefined) return mcpDriver(mcp, cwd)
  if (lines !== undefined) return lineDriver(lines, cwd)
  if (webSocket !== undefined) return webSocketDriver(webSocket, cwd)
  return undefined
}
