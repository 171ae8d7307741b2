import { open } from './src/connection'
import { record } from './src/histogram'
import { Poller } from './src/poller'
import { remember } from './src/sessions'

// Enough to tell these leaks, and cheap for a test that runs them in four set-ups.
const FEW = { maxIterations: 8000, explain: 'full' as const }

test('entry of a map', async () => {
  let id = 0
  await expect(() => remember(id++)).not.toLeak(FEW)
}, 60_000)

test('listener', async () => {
  let id = 0
  await expect(() => open(`connection ${id++}`)).not.toLeak(FEW)
}, 60_000)

test('interval', async () => {
  await expect(() => {
    new Poller().start()
  }).not.toLeak(FEW)
}, 60_000)

test('numbers', async () => {
  let amount = 0
  await expect(() => record({ amount: amount++ })).not.toLeak(FEW)
}, 60_000)
