import type { ServiceRequest } from '@plateau/core/drive'
import type { SoakLoadConfig } from '../../config/soak-config.ts'
import type { RequestsOf } from '../fill-requests.ts'
import type { Lane } from '../lane.ts'
import { webSocketDriver } from './web-socket-driver.ts'

/** What speaks to a service in place of requests. */
export interface LoadDriver {
  /** Where it is configured, as it is written in messages. */
  readonly option: string
  /** What one iteration sends, one after the other, before it is filled. */
  readonly asked: readonly ServiceRequest[]
  readonly openLane: (place: LanePlace) => Lane
  /** What to do where iterations do not end: a sentence. */
  readonly timeoutAdvice: string
}

export interface LanePlace {
  readonly url: string
  readonly requests: RequestsOf
  /** Of the iterations those whose client vanishes: 0 to 1. */
  readonly abandoned: number
}

/** The one that a configuration names; undefined where it sends requests. Throws `MisuseError`. */
export function driverOf({ webSocket }: SoakLoadConfig, cwd: string): LoadDriver | undefined {
  if (webSocket !== undefined) return webSocketDriver(webSocket, cwd)
  return undefined
}
