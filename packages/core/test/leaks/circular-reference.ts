import type { Scenario } from '../../src/scenario.ts'

interface Circle {
  readonly members: Circle[]
  owner?: Circle
}

/** A cycle hangs on a root; the repaired twin makes the same cycle and leaves it unreachable. */
export const leaky: Scenario = {
  name: 'circular reference hung on a root',
  setup: (): Circle[] => [],
  run(roots: Circle[]) {
    roots.push(circle())
  },
  teardown(roots: Circle[]) {
    roots.length = 0
  },
}

export const repaired: Scenario = {
  name: 'circular reference that nothing reaches',
  run() {
    circle()
  },
}

function circle(): Circle {
  const owner: Circle = { members: [] }
  const member: Circle = { members: [owner], owner }
  owner.members.push(member)
  return owner
}
