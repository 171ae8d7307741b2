import assert from 'node:assert/strict'
import { test } from 'node:test'
import { assertNoLeak, isLeakError } from '@plateau/core'
import { withDeadline, withDeadlineLeaky } from '../src/deadline.js'

const work = async () => 'done'

test('a call in time leaves no timer behind', async () => {
  await assertNoLeak(() => withDeadline(work, 60_000))
})

// What the leak looked like: await assertNoLeak alone to read the message.
test('a call in time leaves its timer behind', async () => {
  await assert.rejects(
    assertNoLeak(() => withDeadlineLeaky(work, 60_000)),
    isLeakError,
  )
})
