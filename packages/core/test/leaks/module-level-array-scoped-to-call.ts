import type { Scenario } from '../../src/scenario.ts'

const rows: { amount: number }[] = []

/** Rows of a call are collected at module level; the repaired twin collects them in the call. */
export const leaky: Scenario = {
  name: 'module-level array used as a work list',
  setup: reset,
  run() {
    for (let amount = 0; amount < 4; amount++) rows.push({ amount })
    total(rows)
  },
  teardown: reset,
}

export const repaired: Scenario = {
  name: 'work list scoped to the call',
  run() {
    const ownRows: { amount: number }[] = []
    for (let amount = 0; amount < 4; amount++) ownRows.push({ amount })
    total(ownRows)
  },
}

function reset(): void {
  rows.length = 0
}

function total(added: readonly { amount: number }[]): number {
  return added.slice(-4).reduce((sum, { amount }) => sum + amount, 0)
}
