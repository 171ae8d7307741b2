import { expect, test } from 'vitest'
import { testOfWhole } from '../../../../test/whole.ts'
import { nodeBinary } from '../../../../workshop/installed-project.mjs'
import { checkLeak, describeVerdict, nodeTarget } from '../../src/index.ts'
import type { GrowthVerdict } from '../../src/plateau/verdict.ts'
import { fixture, opened } from './opened.ts'

const LIMITS = { timeLimitMs: 40_000 }
/** Another Node is downloaded where it is not there yet. */
const TIMEOUT = 300_000

function serverOn(major: number, request: string) {
  return nodeTarget({
    command: fixture('server.cjs', nodeBinary(major)),
    name: 'shop',
    request,
  })
}

for (const major of [20, 26]) {
  testOfWhole(
    `a leak of 104 bytes per request is found on Node ${major}`,
    { timeout: TIMEOUT },
    async () => {
      const verdict = (await checkLeak(serverOn(major, '/hundred'), LIMITS)) as GrowthVerdict

      expect(verdict.kind).toBe('growth')
      expect(verdict.growth.map(({ probe }) => probe)).toEqual(['heap'])
      const [culprit] = verdict.culprits
      expect(culprit?.site?.function).toBe('keep')
      expect(culprit?.perIteration.bytes).toBeCloseTo(104, -1)
    },
  )
}

/** On Node 22, every other reading is 30 kB higher. */
const STRAY = { 22: 30_000, 24: 8000, 26: 8000 }

for (const major of [22, 24, 26] as const) {
  testOfWhole(
    `after a warm-up, samples grow by the 104 bytes of each request on Node ${major}`,
    { timeout: TIMEOUT },
    async () => {
      const command = fixture('server.cjs', nodeBinary(major))
      const session = await opened({ command, request: '/hundred' })
      await session.work(6000)
      const before = (await session.sample()).heap as number
      await session.work(4000)

      const grown = ((await session.sample()).heap as number) - before

      expect(Math.abs(grown - 4000 * 104)).toBeLessThan(STRAY[major] + 4000 * 8)
    },
  )
}

for (const major of [22, 24, 26]) {
  testOfWhole(`a clean server levels off on Node ${major}`, { timeout: TIMEOUT }, async () => {
    const verdict = await checkLeak(serverOn(major, '/clean'), LIMITS)

    expect(verdict.kind).toBe('plateau')
    expect(verdict.series.map(({ probe }) => probe)).toContain('heap')
  })
}

test('the container that a leak is in is named with its path', async () => {
  const verdict = await checkLeak(serverOn(24, '/leak'), LIMITS)

  const told = describeVerdict(verdict).replaceAll(/packages\S*\//g, '')
  expect(told).toContain('retained by   module server.cjs → kept (Map) → entry → { name }')
  // A compiler may take `remember` into its caller.
  expect(told).toMatch(
    /allocated (?:in {2}server\.cjs:\d+:\d+ {2}remember|at {2}server\.cjs:62:29)/,
  )
})

testOfWhole('a map of numbers, which holds no object, is named with its path', async () => {
  const verdict = await checkLeak(serverOn(24, '/numbers'), LIMITS)

  const told = describeVerdict(verdict).replaceAll(/packages\S*\//g, '')
  expect(told).toContain('retained by   module server.cjs → numbers (Map)')
})
