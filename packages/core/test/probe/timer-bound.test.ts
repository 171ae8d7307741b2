import { expect } from 'vitest'
import { testOfWhole } from '../../../../test/whole.ts'
import { checkLeak, describeVerdict } from '../../src/index.ts'

const HALF_A_MINUTE_MS = 30_000

testOfWhole(
  'what is kept until a timer fires is told with the delay, and with the fix',
  async () => {
    const timers: NodeJS.Timeout[] = []
    const scenario = {
      run() {
        const session = { rows: [1, 2, 3] }
        timers.push(setTimeout(() => session.rows.pop(), HALF_A_MINUTE_MS))
      },
      teardown() {
        for (const timer of timers) clearTimeout(timer)
      },
    }

    const verdict = await checkLeak(scenario, { timeLimitMs: 40_000 })

    const told = describeVerdict(verdict)
    expect(verdict.kind, told).toBe('growth')
    expect(told).toContain('each is held until its timer of 30 s is due')
    expect(told).toContain(
      'no more are kept than start within 30 s: have the test use a shorter delay',
    )
    expect(told).toContain('Clear each timer when its work ends')
  },
)
