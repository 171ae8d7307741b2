import { setImmediate } from 'node:timers/promises'
import type { Scenario } from '../../src/scenario.ts'

interface Answer {
  readonly key: number
}

interface WeakMemo {
  readonly entries: Map<number, WeakRef<Answer>>
  readonly finalizers: FinalizationRegistry<number>
  nextKey: number
}

/** A memo holds its answers strongly; the repaired twin holds WeakRefs and drops dead entries. */
export const leaky: Scenario = {
  name: 'memoize with strong references',
  setup: () => new Map<number, Answer>(),
  async run(memo: Map<number, Answer>) {
    memo.set(memo.size, { key: memo.size })
    await setImmediate()
  },
  teardown(memo: Map<number, Answer>) {
    memo.clear()
  },
}

export const repaired: Scenario = {
  name: 'memoize with WeakRefs',
  setup(): WeakMemo {
    const entries = new Map<number, WeakRef<Answer>>()
    const finalizers = new FinalizationRegistry<number>((key) => entries.delete(key))
    return { entries, finalizers, nextKey: 0 }
  },
  async run(memo: WeakMemo) {
    const answer = { key: memo.nextKey++ }
    memo.entries.set(answer.key, new WeakRef(answer))
    memo.finalizers.register(answer, answer.key)
    // The target of a new WeakRef cannot die before its job ends.
    await setImmediate()
  },
  teardown({ entries }: WeakMemo) {
    entries.clear()
  },
}
