import { closeSync, openSync } from 'node:fs'
import { checkLeak } from '../check-leak.ts'
import { nowMs } from '../engine/clock.ts'
import { appendRow, type LoopEnvironment, loopEnvironment } from './loop-environment.ts'
import { PLANTED } from './planted-leaks.ts'
import { quickLook } from './quick-look.ts'
import { earlierSelfTest, environmentHash, rememberSelfTest } from './self-test-cache.ts'

/** The id of the row that says whether planted leaks were found. */
export const SELF_TEST = '(self-test)'

/** Milliseconds for each of them. */
const LIMIT_MS = 5000

let tested: Promise<void> | undefined

/**
 * Plants known leaks in this very process, once, under the runner, pool, flags and transformer in use, and notes whether
 * each was found and its repair passed: a loop that can see nothing must not say that nothing leaks.
 */
export function selfTest(): Promise<void> {
  tested ??= testOnce()
  return tested
}

async function testOnce(): Promise<void> {
  const environment = loopEnvironment()
  if (environment === undefined) return
  // Every file may have a process or a realm of its own: one of each environment is enough.
  const claim = `${environment.rows}.${environmentHash(environment)}`
  if (!isFirst(claim)) return
  const startedMs = nowMs()
  const earlier = earlierSelfTest(environment)
  const wrong = earlier === undefined ? await plantAll() : []
  const found = `planted and found: ${Object.keys(PLANTED).join(', ')}`
  if (wrong.length === 0 && earlier === undefined) rememberSelfTest(found, environment)
  tell(
    {
      kind: wrong.length === 0 ? 'plateau' : 'unsettled',
      reason: earlier === undefined ? wrong.join('; ') || found : `${earlier} (in an earlier run)`,
      ms: Math.round(nowMs() - startedMs),
    },
    environment,
  )
}

function tell(
  told: { readonly kind: 'plateau' | 'unsettled'; readonly reason: string; readonly ms: number },
  environment: LoopEnvironment,
): void {
  appendRow({ id: SELF_TEST, file: '', runner: process.title, iterations: 0, ...told }, environment)
}

/** A sentence part for each leak that was missed, and each repair that was called a leak. */
async function plantAll(): Promise<readonly string[]> {
  const wrong: string[] = []
  for (const [name, plant] of Object.entries(PLANTED)) {
    const { kept, repaired, end } = plant()
    try {
      if ((await kindOf(kept)) !== 'growth') wrong.push(`the planted ${name} was not found`)
      if ((await kindOf(repaired)) === 'growth')
        wrong.push(`its repair was called a leak (${name})`)
    } finally {
      end()
    }
  }
  return wrong
}

function isFirst(claim: string): boolean {
  try {
    closeSync(openSync(claim, 'wx'))
    return true
  } catch {
    return false
  }
}

/** As a looped test is judged. */
async function kindOf(run: () => void): Promise<string> {
  const scenario = async (): Promise<void> => run()
  if ((await quickLook(scenario, { cpuMs: LIMIT_MS })).isLevel) return 'plateau'
  const { kind } = await checkLeak(scenario, { timeLimitMs: LIMIT_MS, explain: 'off' })
  return kind
}
