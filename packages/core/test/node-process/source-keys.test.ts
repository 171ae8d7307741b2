import { expect, test } from 'vitest'
import { isWhole } from '../../../../test/whole.ts'
import { listWords } from '../../src/node-process/source-words.ts'
import type { GrowthVerdict } from '../../src/plateau/verdict.ts'
import { describePath } from '../../src/report/describe-culprit.ts'
import { fixture, opened } from './opened.ts'

const GROWTH = {
  kind: 'growth',
  growth: [{ probe: 'heap', perIteration: 100, interval: [100, 100] }],
} as unknown as GrowthVerdict

test.each(isWhole ? ['/tokens', '/one-token'] : ['/one-token'])(
  'of what %s leaks, no key is told that was made while the program ran',
  async (request) => {
    const session = await opened({ command: fixture('server.cjs'), request })
    await session.work(100)

    const { culprits } = await session.explainProcess('main', GROWTH)

    expect(JSON.stringify(culprits)).not.toContain('hunter2')
    const paths = culprits.map(({ path }) => describePath(path))
    expect(paths).toContainEqual(expect.stringMatching(/server\.cjs → sessions \(Object\) → entry/))
  },
)

test('a word is an identifier where the source writes it as one, and not where it stands alone in quotes', () => {
  const words = listWords([
    "class Cache { #store = new Map() }; users['alice'] = kClients; Symbol('kAgent')",
  ])

  expect(['Cache', 'store', 'users', 'kClients'].filter(words.isIdentifier)).toHaveLength(4)
  expect(['alice', 'kAgent', 'bob'].some(words.isIdentifier)).toBe(false)
  expect(words.isWritten('kAgent')).toBe(true)
})
