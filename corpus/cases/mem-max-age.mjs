// maxAge was only looked at when the same key was asked for again: results of keys never seen again stayed for ever.
import { setTimeout as sleep } from 'node:timers/promises'

export const meta = {
  id: 'mem-max-age',
  package: 'mem',
  leaky: '3.0.1',
  fixed: '4.0.0',
  kind: 'cache / expiry timers',
  metric: 'heap',
  n: 400,
  settleMs: 40,
  source:
    'sindresorhus/memoize (then mem) issue #14 "Memory leak: old results are not deleted from the cache", pull request #19 (4.0.0)',
  bytesPerIteration: 153,
  node: ['22', '24'],
}

export async function setup(load) {
  const { default: mem } = await load()
  const findUser = mem((session) => ({ session, name: 'guest' }), { maxAge: 1 })
  return { mem, findUser, session: 0 }
}

export async function iterate(context) {
  context.findUser(`session-${context.session++}`)
  await sleep(2)
}

export async function teardown({ mem, findUser }) {
  mem.clear(findUser)
}
