// A wait of a minute that a signal of 5 ms ends.
import { setTimeout } from 'node:timers/promises'

export const scenario = {
  run: () =>
    setTimeout(60_000, undefined, { signal: AbortSignal.timeout(5) }).catch(({ name }) => name),
}
