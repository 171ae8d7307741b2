// Several commands at once, on keys that are deleted again.
import Redis from 'ioredis-mock'

export const scenario = {
  setup: () => new Redis(),
  async run(redis) {
    await redis.multi().set('note:7', 'a note').incr('notes').sadd('tags', 'a', 'b').exec()
    const tags = await redis.smembers('tags')
    await redis.del('note:7', 'notes', 'tags')
    return tags
  },
  teardown: (redis) => redis.quit(),
}
