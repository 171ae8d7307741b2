import type { Scenario } from '../../src/scenario.ts'

const sessions: { id: number }[] = []
let nextId = 0

/** Every call pushes onto a module-level array; the repaired twin keeps only the newest sixteen. */
export const leaky: Scenario = {
  name: 'module-level array that only grows',
  setup: reset,
  run() {
    sessions.push({ id: nextId++ })
  },
  teardown: reset,
}

export const repaired: Scenario = {
  name: 'module-level array kept to sixteen entries',
  setup: reset,
  run() {
    sessions.push({ id: nextId++ })
    if (sessions.length > 16) sessions.shift()
  },
  teardown: reset,
}

function reset(): void {
  sessions.length = 0
  nextId = 0
}
