import { MisuseError } from '@plateau/core'
import { refuseUnknown } from '../../config/refuse-options.ts'
import type { EventsConfig } from '../../config/soak-config.ts'
import { requestsOf } from '../requests.ts'
import type { LoadDriver } from './driver.ts'
import { eventLane } from './event-lane.ts'

const KNOWN: Readonly<Record<keyof EventsConfig, true>> = { request: true, count: true }

/** Throws `MisuseError`, naming the option, its value and the fix. */
export function eventDriver(given: string | EventsConfig, cwd: string): LoadDriver {
  const { request, count = 1 } = typeof given === 'string' ? { request: given } : given
  if (typeof given === 'object') refuseUnknown(given, KNOWN, 'load.events.')
  if (!Number.isInteger(count) || count < 1) {
    throw new MisuseError(
      `load.events.count (--count) must be how many events are heard before the client leaves, 1 or more, received ${String(count)}.`,
    )
  }
  return {
    option: 'load.events',
    asked: requestsOf(request, cwd, 'load.events (--events)'),
    openLane: (place) => eventLane(place, count),
    timeoutAdvice: () =>
      `Each client hears ${count} of its events: say with --count (load.events.count) how many come in that time.`,
    givingUp: 'the client leaves before it has heard all that it came for',
  }
}
