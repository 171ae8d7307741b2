// No two sources are the same, so that the engine's cache of compiled code is of no use.
import { runInThisContext } from 'node:vm'

export const scenario = {
  setup: () => ({ calls: 0 }),
  run: (state) => runInThisContext(`[${state.calls++}].map((n) => n + 1)`),
}
