import { expect, test } from 'vitest'
import { testOf } from '../../../../test/whole.ts'
import { nodeBinary } from '../../../../workshop/installed-project.mjs'
import { fixture, opened } from './opened.ts'

for (const major of [22, 24, 26]) {
  testOf(major === 24)(
    `a map of numbers gains an entry per request on Node ${major}, under one name in every census`,
    async () => {
      const command = fixture('server.cjs', nodeBinary(major))
      const session = await opened({ command, request: '/numbers' })
      await session.work(300)

      const entries: number[] = []
      const names = new Set<string>()
      for (let round = 0; round < 3; round++) {
        const [main] = await session.census()
        const numbers = main?.stores.find(({ container }) => container.endsWith('number to number'))
        names.add(numbers?.container ?? '')
        entries.push(numbers?.entries ?? 0)
        await session.work(250)
      }

      expect(entries).toEqual([300, 550, 800])
      expect([...names]).toEqual([expect.stringMatching(/^Map #\d+ of number to number$/)])
    },
  )
}

test('stores come by what they gained, and the small ones not at all', async () => {
  const session = await opened({ command: fixture('server.cjs'), request: ['/numbers', '/clean'] })
  await session.work(150)
  await session.census()
  await session.work(50)

  const [main] = await session.census()

  expect(main?.process).toBe('main')
  expect(main?.stores[0]?.container).toContain('number to number')
  expect(main?.stores.every(({ entries }) => entries >= 100)).toBe(true)
})
