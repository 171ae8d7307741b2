import { expect, test } from 'vitest'
import { testOfWhole } from '../../../../test/whole.ts'
import { nodeBinary } from '../../../../workshop/installed-project.mjs'
import { fixture, opened } from './opened.ts'

/** What V8 says of each piece of optimised code that it throws away with a class; the shorter words are Node 22's. */
const LOST = /embedded weak objects cleared|reason: weak objects/g

testOfWhole.each([22, 24, 26])(
  'a reading of a soak throws away no code of a server on Node %d, as one of a check does',
  async (major) => {
    let said = ''
    const [node = '', script = ''] = fixture('server.cjs', nodeBinary(major))
    const session = await opened({
      command: [node, '--trace-deopt', script],
      request: '/clean',
      onOutput: (chunk) => {
        said += Buffer.from(chunk).toString('latin1')
      },
    })
    const lostBy = async (read: () => Promise<unknown>): Promise<number> => {
      await session.work(3000)
      said = ''
      await read()
      await session.work(1)
      return [...said.matchAll(LOST)].length
    }

    const [bySoak, byCheck] = [
      await lostBy(() => session.sampleAll()),
      await lostBy(() => session.sample()),
    ]

    expect(bySoak).toBeLessThan(byCheck / 4)
  },
)

test('garbage buffers are swept before they are counted, and nothing is said of how it is measured', async () => {
  let said = ''
  const session = await opened({
    command: fixture('server.cjs'),
    request: '/buffer',
    onOutput: (chunk) => {
      said += Buffer.from(chunk).toString('latin1')
    },
  })
  const external: number[] = []
  for (let leg = 0; leg < 4; leg++) {
    await session.work(100)
    const [main] = await session.sampleAll()
    external.push(main?.readings.external ?? 0)
  }

  // Each leg makes 20 MB of them.
  expect(Math.max(...external) - Math.min(...external)).toBeLessThan(1_000_000)
  expect(said).toBe('')
})

testOfWhole('the heap of a soak gains what the program keeps', async () => {
  const session = await opened({ command: fixture('server.cjs'), request: '/hundred' })
  await session.work(8000)
  await session.sampleAll()
  const [before] = await session.sampleAll()
  await session.work(8000)
  const [after] = await session.sampleAll()

  const gained = (after?.readings.heap ?? 0) - (before?.readings.heap ?? 0)
  expect(gained / 8000).toBeGreaterThan(90)
  expect(gained / 8000).toBeLessThan(130)
})
