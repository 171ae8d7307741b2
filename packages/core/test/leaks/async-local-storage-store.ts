import { AsyncLocalStorage } from 'node:async_hooks'
import type { Scenario } from '../../src/scenario.ts'

interface Context {
  readonly storage: AsyncLocalStorage<{ requestId: number }>
  readonly callbacks: (() => void)[]
}

/** Callbacks bound to a request keep its store; the repaired twin runs each and lets it go. */
export const leaky: Scenario = {
  name: 'AsyncLocalStorage store kept by a bound callback',
  setup: open,
  run({ storage, callbacks }: Context) {
    storage.run({ requestId: 1 }, () => callbacks.push(AsyncLocalStorage.bind(() => {})))
  },
  teardown: close,
}

export const repaired: Scenario = {
  name: 'AsyncLocalStorage store dropped with its callback',
  setup: open,
  run({ storage, callbacks }: Context) {
    storage.run({ requestId: 1 }, () => callbacks.push(AsyncLocalStorage.bind(() => {})))
    callbacks.pop()?.()
  },
  teardown: close,
}

function open(): Context {
  return { storage: new AsyncLocalStorage(), callbacks: [] }
}

function close({ storage, callbacks }: Context): void {
  callbacks.length = 0
  storage.disable()
}
