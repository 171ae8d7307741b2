import NodeCache from 'node-cache'

export const scenario = {
  setup: () => new NodeCache({ stdTTL: 100, checkperiod: 0 }),
  run(cache) {
    cache.set('session', { user: 'ada', roles: ['admin'] })
    cache.get('session')
    cache.del('session')
  },
  teardown: (cache) => cache.close(),
}
