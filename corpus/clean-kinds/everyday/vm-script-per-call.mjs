// No two sources are the same, so that the engine's cache of compiled code is of no use.
import { Script } from 'node:vm'

export const scenario = {
  setup: () => ({ calls: 0 }),
  run: (state) => new Script(`(() => ${state.calls++} + 1)`).runInThisContext()(),
}
