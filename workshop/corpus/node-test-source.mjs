// A check in a file of node:test: its verdict is written down whatever becomes of the test.

export const NODE_TEST_ARGS = [
  '--test',
  // Timers and sockets that leaked would keep a file's process alive.
  '--test-force-exit',
  '--test-concurrency=1',
]

/** Nothing tells Plateau how long such a test may take: the limit is that which it leaves itself in other runners. */
export const NODE_TEST_CHECK = `import { appendFileSync } from 'node:fs'
import { assertNoLeak } from '@plateau/core/node-test'

async function check(context, scenario, { timeout, told }) {
  let verdict
  try {
    verdict = await assertNoLeak(context, scenario, { timeLimitMs: 0.9 * timeout })
  } catch (error) {
    verdict = error.verdict
    throw error
  } finally {
    appendFileSync(process.env.PLATEAU_VERDICTS, JSON.stringify({ ...told(), ...verdict }) + '\\n')
  }
}`
