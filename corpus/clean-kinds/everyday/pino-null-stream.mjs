// A child logger per request, written to nowhere.
import { Writable } from 'node:stream'
import pino from 'pino'

export const scenario = {
  setup: () => pino(new Writable({ write: (_, __, done) => done() })),
  async run(logger) {
    const child = logger.child({ requestId: 7 })
    child.info({ path: '/notes' }, 'request started')
    child.error(new Error('not found'), 'request failed')
    await new Promise(setImmediate)
  },
}
