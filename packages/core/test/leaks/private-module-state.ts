import type { Scenario } from '../../src/scenario.ts'

const audit = createAudit()

/** A module's function adds to its private array; the repaired twin's array dies with its owner. */
export const leaky: Scenario = {
  name: 'private module state behind a function',
  setup: () => audit.clear(),
  run() {
    audit.record('login')
  },
  teardown: () => audit.clear(),
}

export const repaired: Scenario = {
  name: 'private state owned by an instance that dies',
  run() {
    const ownAudit = createAudit()
    ownAudit.record('login')
    ownAudit.clear()
  },
}

function createAudit(): { record(action: string): void; clear(): void } {
  let entries: { action: string }[] = []
  return {
    record(action) {
      entries.push({ action })
    },
    clear() {
      entries = []
    },
  }
}
