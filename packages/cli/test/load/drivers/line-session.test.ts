import { expect, test } from 'vitest'
import { openLineSession } from '../../../src/load/drivers/line-session.ts'

const patient = new AbortController().signal

function sessionWith(end: { answers: number; until?: string }) {
  const written: string[] = []
  let print: (line: string) => void = () => {}
  const session = openLineSession(
    {
      write: async (text) => void written.push(text),
      onLine(hear) {
        print = hear
        return () => {}
      },
    },
    { end: { until: undefined, ...end }, onLine() {} },
  )
  return { session, written, print: (line: string) => print(line) }
}

test('a late answer belongs to what was given up, not to what is said next', async () => {
  const { session, print } = sessionWith({ answers: 1 })
  const told: string[] = []
  await session.sayInVain('first')
  const second = session.say('second', patient).then(() => told.push('second'))

  print('answer to first')
  await new Promise(setImmediate)
  expect(told).toEqual([])
  print('answer to second')
  await second
  expect(told).toEqual(['second'])
})

test('turns are taken in order, and one that is given up holds up nobody', async () => {
  const { session } = sessionWith({ answers: 0 })
  const done = await session.turn(patient)
  const given = new AbortController()
  const second = session.turn(given.signal)
  const third = session.turn(patient)
  given.abort(new Error('late'))

  await expect(second).rejects.toThrow('late')
  done()
  await expect(third).resolves.toBeTypeOf('function')
})
