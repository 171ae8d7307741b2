import { devNull } from 'node:os'
import pino from 'pino'

export const scenario = {
  setup() {
    const destination = pino.destination({ dest: devNull, sync: false, minLength: 4096 })
    return { destination, logger: pino(destination) }
  },
  run({ logger }) {
    logger.child({ requestId: 7 }).info({ path: '/notes' }, 'request done')
  },
  teardown: ({ destination }) => destination.end(),
}
