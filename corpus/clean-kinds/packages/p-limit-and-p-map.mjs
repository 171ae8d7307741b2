import pLimit from 'p-limit'
import pMap from 'p-map'

export const scenario = {
  setup: () => pLimit(3),
  async run(limit) {
    await Promise.all([1, 2, 3, 4, 5].map((job) => limit(async () => job)))
    await pMap([1, 2, 3], async (job) => job, { concurrency: 2 })
  },
}
