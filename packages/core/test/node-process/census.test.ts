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

test('what was empty at the first census is followed, and what came later is found anew', async () => {
  const session = await opened({ command: fixture('server.cjs'), request: ['/numbers', '/late'] })
  const counted = async (how?: 'before' | 'anew'): Promise<readonly string[]> => {
    const [main] = await session.census(how)
    return (main?.stores ?? []).map(({ container, entries }) => `${container}: ${entries}`)
  }
  await counted('before')
  await session.work(150)

  const known = await counted()
  const anew = await counted('anew')
  await session.work(50)

  expect(known).toContainEqual(expect.stringMatching(/^Map #\d+ of number to number: 150$/))
  expect(known.filter((store) => store.startsWith('Set'))).toEqual([])
  expect(anew).toContainEqual(expect.stringMatching(/^Set #\d+ of number: 150$/))
  expect(await counted()).toContainEqual(expect.stringMatching(/^Set #\d+ of number: 200$/))
})
