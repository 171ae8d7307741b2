// Repeater.merge() raced every next() against one promise that stays pending: each race stayed on it as a reaction.
export const meta = {
  id: 'repeater-merge',
  package: '@repeaterjs/repeater',
  leaky: '3.0.1',
  fixed: '3.0.4',
  kind: 'promise reactions / Promise.race',
  metric: 'heap',
  n: 500,
  source:
    '@repeaterjs/repeater CHANGELOG 3.0.4 "Fixed memory leaks in static combinator functions race, merge, zip and latest due to Promise.race"',
  bytesPerIteration: 705,
  node: ['22', '24'],
}

export async function setup(load) {
  const { Repeater } = await load()
  const pushes = []
  const channel = (name) =>
    new Repeater(async (push, stop) => {
      pushes.push((text) => push({ name, text }))
      await stop
    })
  const merged = Repeater.merge([channel('mail'), channel('chat')])
  const context = { merged, pushes, pending: merged.next(), turn: 0 }
  while (pushes.length < 2) await null
  return context
}

export async function iterate(context) {
  const { merged, pushes } = context
  pushes[context.turn++ % 2]('hello')
  await context.pending
  context.pending = merged.next()
}

export async function teardown({ merged }) {
  await merged.return()
}
