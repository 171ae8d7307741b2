// A logger made, used and closed within the test.
import { once } from 'node:events'
import { Writable } from 'node:stream'
import winston from 'winston'

export const scenario = {
  async run() {
    const stream = new Writable({ write: (_, __, done) => done() })
    const logger = winston.createLogger({ transports: [new winston.transports.Stream({ stream })] })
    logger.warn('slow request', { ms: 900 })
    logger.end()
    await once(logger, 'finish')
    logger.close()
  },
}
