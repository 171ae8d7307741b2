import type { Wait } from '../engine/port.ts'

/** What the time does not allow for, or what fails, is left out: what was found before stands. */
export function* orElse<Found>(
  stage: Generator<Wait, Found, unknown>,
  otherwise: Found,
): Generator<Wait, Found, unknown> {
  try {
    return yield* stage
  } catch {
    return otherwise
  }
}
