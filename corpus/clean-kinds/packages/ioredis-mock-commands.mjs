import Redis from 'ioredis-mock'

export const scenario = {
  setup: () => new Redis(),
  async run(redis) {
    await redis.set('note', 'a note', 'EX', 60)
    await redis.multi().incr('count').lpush('list', 'one').exec()
    await redis.ltrim('list', 0, 9)
    return redis.get('note')
  },
  teardown: (redis) => redis.disconnect(),
}
