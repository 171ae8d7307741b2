import type { Scenario } from '../../src/scenario.ts'

interface Context {
  readonly shutdown: Promise<void>
  readonly waiting: Set<() => void>
}

/** `Promise.race` adds a reaction to a long-lived promise per call; the repaired twin races a
 * promise of its own, whose resolver it registers and takes back. */
export const leaky: Scenario = {
  name: 'Promise.race against a long-lived promise',
  setup: open,
  async run({ shutdown }: Context) {
    await Promise.race([shutdown, Promise.resolve()])
  },
}

export const repaired: Scenario = {
  name: 'Promise.race against a promise of the call',
  setup: open,
  async run({ waiting }: Context) {
    let onShutdown = () => {}
    const shutdown = new Promise<void>((resolve) => {
      onShutdown = resolve
    })
    waiting.add(onShutdown)
    await Promise.race([shutdown, Promise.resolve()])
    waiting.delete(onShutdown)
  },
}

function open(): Context {
  return { shutdown: new Promise(() => {}), waiting: new Set() }
}
