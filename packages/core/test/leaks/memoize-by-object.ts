import type { Scenario } from '../../src/scenario.ts'

interface Request {
  readonly url: string
}

/** A Map keyed by request objects keeps them all; the repaired twin uses a WeakMap. */
export const leaky: Scenario = {
  name: 'memoize by object in a Map',
  setup: () => new Map<Request, URLSearchParams>(),
  run(memo: Map<Request, URLSearchParams>) {
    memo.set({ url: '/list' }, new URLSearchParams('page=1'))
  },
  teardown(memo: Map<Request, URLSearchParams>) {
    memo.clear()
  },
}

export const repaired: Scenario = {
  name: 'memoize by object in a WeakMap',
  setup: () => new WeakMap<Request, URLSearchParams>(),
  run(memo: WeakMap<Request, URLSearchParams>) {
    memo.set({ url: '/list' }, new URLSearchParams('page=1'))
  },
}
