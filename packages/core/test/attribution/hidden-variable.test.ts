import { join } from 'node:path'
import { runInThisContext } from 'node:vm'
import { expect } from 'vitest'
import { testOfWhole } from '../../../../test/whole.ts'
import { checkLeak } from '../../src/check-leak.ts'

/** V8 leaves the slot of a number out of a block's scope, and counts on without it. */
const BLOCK = `(function () {
  {
    let calls = 0
    const first = []
    const second = []
    return {
      first: () => first.push({ call: calls++ }),
      second: () => second.push({ call: calls++ }),
    }
  }
})`

testOfWhole.each(['first', 'second'] as const)(
  'a variable beside a number is told by its own name: %s',
  async (name) => {
    const keepers = runInThisContext(BLOCK, { filename: join(process.cwd(), 'keepers.js') })()

    const verdict = await checkLeak(() => void keepers[name](), { timeLimitMs: 30_000 })

    const [culprit] = verdict.kind === 'growth' ? verdict.culprits : []
    expect(culprit?.path?.map((step) => step.name)).toContain(name)
  },
)
