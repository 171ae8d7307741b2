import type { Scenario } from '../../src/scenario.ts'

interface Context {
  text: string
}

/** State is kept as text, which every call reads, lengthens and writes; the repaired twin drops what is old. */
export const leaky: Scenario = {
  name: 'text that every call writes anew and longer',
  setup: open,
  async run(context: Context) {
    await Promise.resolve()
    const list = JSON.parse(context.text) as number[]
    context.text = JSON.stringify([...list, list.length])
  },
  teardown: close,
}

export const repaired: Scenario = {
  name: 'text that every call writes anew',
  setup: open,
  async run(context: Context) {
    await Promise.resolve()
    const list = JSON.parse(context.text) as number[]
    context.text = JSON.stringify([...list.slice(-99), list.length])
  },
  teardown: close,
}

function open(): Context {
  return { text: '[]' }
}

function close(context: Context): void {
  context.text = ''
}
