import assert from 'node:assert/strict'
import { test } from 'node:test'
import { isLeakError } from '@plateau/core'
import { assertNoLeak } from '@plateau/core/node-test'
import { withDeadline, withDeadlineLeaky } from '../src/deadline.js'

const work = async () => 'done'

test('a call in time leaves no timer behind', async (t) => {
  await assertNoLeak(t, () => withDeadline(work, 60_000))
})

// What the leak looked like: await assertNoLeak(t, …) alone to read the message.
test('a call in time leaves its timer behind', async (t) => {
  await assert.rejects(
    assertNoLeak(t, () => withDeadlineLeaky(work, 60_000)),
    isLeakError,
  )
})
