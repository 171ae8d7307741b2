import { type Context, createContext, runInContext } from 'node:vm'
import type { Scenario } from '../../src/scenario.ts'

/** A vm context is kept per call; the repaired twin drops it after its script ran. */
export const leaky: Scenario = {
  name: 'vm context kept',
  setup: (): Context[] => [],
  run(contexts: Context[]) {
    contexts.push(evaluate())
  },
  teardown(contexts: Context[]) {
    contexts.length = 0
  },
}

export const repaired: Scenario = {
  name: 'vm context dropped',
  run() {
    evaluate()
  },
}

function evaluate(): Context {
  const context = createContext({ answer: 0 })
  runInContext('answer = 42', context)
  return context
}
