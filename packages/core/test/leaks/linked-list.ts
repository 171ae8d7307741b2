import type { Scenario } from '../../src/scenario.ts'

interface Link {
  readonly next: Link | undefined
}

interface Context {
  head: Link | undefined
}

/** Every call links a new head to the old one; the repaired twin lets the old one go. */
export const leaky: Scenario = {
  name: 'linked list that only grows',
  setup: open,
  run(context: Context) {
    context.head = { next: context.head }
  },
  teardown: close,
}

export const repaired: Scenario = {
  name: 'linked list of one link',
  setup: open,
  run(context: Context) {
    context.head = { next: undefined }
  },
  teardown: close,
}

function open(): Context {
  return { head: undefined }
}

function close(context: Context): void {
  context.head = undefined
}
