import { expect, test } from 'vitest'
import { createTurns } from '../../src/loop/turns.ts'

test('an iteration that is asked for is run, and its end answers who asked', async () => {
  const turns = createTurns()
  const iteration = turns.next()
  expect(await turns.isAsked()).toBe(true)
  turns.done(undefined)
  await expect(iteration).resolves.toBeUndefined()
})

test('the runner waits until another is asked for', async () => {
  const turns = createTurns()
  const asked = turns.isAsked()
  const iteration = turns.next()
  expect(await asked).toBe(true)
  turns.done(new Error('it failed'))
  await expect(iteration).rejects.toThrow('it failed')
})

test('once ended, nothing more is asked for', async () => {
  const turns = createTurns()
  const asked = turns.isAsked()
  turns.end()
  expect(await asked).toBe(false)
  expect(await turns.isAsked()).toBe(false)
})
