import { Writable } from 'node:stream'
import winston from 'winston'

export const scenario = {
  setup() {
    const stream = new Writable({ write: (_, __, done) => done() })
    const { combine, timestamp, json } = winston.format
    return winston.createLogger({
      format: combine(timestamp(), json()),
      transports: [new winston.transports.Stream({ stream })],
    })
  },
  async run(logger) {
    logger.info('request done', { path: '/notes', status: 200 })
    await new Promise(setImmediate)
  },
  teardown: (logger) => logger.close(),
}
