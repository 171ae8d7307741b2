import debug from 'debug'

export const scenario = {
  run() {
    const log = debug('app:notes')
    log('request %s', '/notes')
    return log.extend('sql').enabled
  },
}
