import { expect, it } from 'vitest'
import { createCollectionPace } from '../../src/engine/collection-pace.ts'

it('the pace of collections is their average, and hands their results on', async () => {
  const pace = createCollectionPace()
  expect(pace.averageMs()).toBe(0)

  expect(await pace.during(Promise.resolve('collected'))).toBe('collected')
  const afterOne = pace.averageMs()
  await pace.during(new Promise((resolve) => setTimeout(resolve, 20)))

  expect(afterOne).toBeGreaterThanOrEqual(0)
  expect(pace.averageMs()).toBeGreaterThan(afterOne)
})

it('a collection that fails fails as ever', async () => {
  const pace = createCollectionPace()

  await expect(pace.during(Promise.reject(new Error('closed')))).rejects.toThrow('closed')
})
