import { expect, test } from 'vitest'
import { waitUntil } from '../../src/process/index.ts'
import { wholeMessage } from '../../src/target/target.ts'
import { startNode } from './node-program.ts'

const SLEEP = 'setInterval(() => {}, 1000)'
const never = new AbortController().signal
const what = 'its first answer'

function messageOf(wait: Promise<void>): Promise<unknown> {
  return wait.then(
    () => 'resolved',
    (error: Error & { code?: string }) => `${error.code}: ${wholeMessage(error)}`,
  )
}

test('asks again until the answer is true', async () => {
  const program = await startNode(SLEEP)
  let asked = 0

  await waitUntil(async () => ++asked === 3, { program, signal: never, what, everyMs: 1 })

  expect(asked).toBe(3)
  await program.stop()
})

test('a program that ends first is told with its last output', async () => {
  const silent = await startNode('process.exitCode = 2')
  const talking = await startNode(
    `console.error('listen: address in use\\n  at main.go:7'); process.exitCode = 1`,
  )

  expect(
    await messageOf(waitUntil(async () => false, { program: silent, signal: never, what })),
  ).toMatchInlineSnapshot(
    `"PLATEAU_TARGET: While waiting for its first answer, Node program 'test' ended by itself with code 2. It printed nothing. Start it by hand to see why."`,
  )
  expect(
    await messageOf(waitUntil(async () => false, { program: talking, signal: never, what })),
  ).toMatchInlineSnapshot(`
    "PLATEAU_TARGET: While waiting for its first answer, Node program 'test' ended by itself with code 1. Its last output:
      listen: address in use
        at main.go:7"
  `)
})

test('a program that has ended is never ready, even if another answers in its place', async () => {
  const program = await startNode('')
  await program.exited

  const said = await messageOf(waitUntil(async () => true, { program, signal: never, what }))

  expect(said).toContain('ended by itself with code 0')
})

test('an answer that never comes is given up with the program, or with the signal', async () => {
  const pending = () => new Promise<boolean>(() => {})
  const program = await startNode(SLEEP)
  const controller = new AbortController()
  const byExit = messageOf(waitUntil(pending, { program, signal: never, what }))
  const { signal } = controller
  const bySignal = messageOf(waitUntil(pending, { program, signal, what }))

  controller.abort(Object.assign(new Error('enough'), { code: 'MINE' }))
  expect(await bySignal).toBe('MINE: enough')
  const late = messageOf(waitUntil(pending, { program, signal, what }))
  expect(await late).toBe('MINE: enough')
  await program.stop()
  expect(await byExit).toContain('SIGTERM')
})

test('what the question rejects with ends the wait', async () => {
  const program = await startNode(SLEEP)
  const refuse = () => Promise.reject(Object.assign(new Error('no'), { code: 'MINE' }))

  expect(await messageOf(waitUntil(refuse, { program, signal: never, what }))).toBe('MINE: no')

  await program.stop()
})
