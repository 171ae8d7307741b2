import { goTarget, prepare } from '@plateau/go'
import { beforeAll, expect, test } from 'vitest'

const fixed = goTarget({ pkg: './orders', request: '/fixed/orders/7' })
const leaky = goTarget({ pkg: './orders', request: '/leaky/orders/7' })

// Builds the service before the time of the tests runs.
beforeAll(() => prepare(fixed).then(() => prepare(leaky)), 120_000)

test('an order leaves no goroutine behind', async () => {
  await expect(fixed).not.toLeak()
})

// What the leak looked like: take `.fails` away to read the message.
test.fails('the supplier that came second waits for ever', async () => {
  await expect(leaky).not.toLeak()
})
