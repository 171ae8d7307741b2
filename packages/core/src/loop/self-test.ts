import { Buffer } from 'node:buffer'
import { closeSync, openSync } from 'node:fs'
import { clearTimeout, setTimeout } from 'node:timers'
import { isMainThread } from 'node:worker_threads'
import { checkLeak } from '../check-leak.ts'
import { nowMs } from '../engine/clock.ts'
import { sha256 } from '../sha-256.ts'
import { appendRow, loopEnvironment } from './loop-environment.ts'

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
  tested ??= plantAll()
  return tested
}

async function plantAll(): Promise<void> {
  const environment = loopEnvironment()
  if (environment === undefined) return
  // Every file may have a process or a realm of its own: one of each environment is enough.
  const claim = `${environment.rows}.${environmentHash()}`
  if (!isFirst(claim)) return
  const startedMs = nowMs()
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
  const names = Object.keys(PLANTED).join(', ')
  appendRow(
    {
      id: SELF_TEST,
      file: '',
      runner: process.title,
      kind: wrong.length === 0 ? 'plateau' : 'unsettled',
      reason: wrong.length === 0 ? `planted and found: ${names}` : wrong.join('; '),
      iterations: 0,
      ms: Math.round(nowMs() - startedMs),
    },
    environment,
  )
}

/** What may change whether a leak can be seen. */
function environmentHash(): string {
  const { version, execArgv, env } = process
  const parts = [version, ...execArgv, env['NODE_OPTIONS'] ?? '', String(isMainThread)]
  return sha256(parts.join('\n')).slice(0, 12)
}

function isFirst(claim: string): boolean {
  try {
    closeSync(openSync(claim, 'wx'))
    return true
  } catch {
    return false
  }
}

async function kindOf(run: () => void): Promise<string> {
  const scenario = async (): Promise<void> => run()
  const { kind } = await checkLeak(scenario, { timeLimitMs: LIMIT_MS, explain: 'off' })
  return kind
}

interface Planted {
  readonly kept: () => void
  readonly repaired: () => void
  readonly end: () => void
}

const PLANTED: Readonly<Record<string, () => Planted>> = {
  object() {
    const kept: object[] = []
    return {
      kept: () => void kept.push({ planted: true }),
      repaired: () => void [{ planted: true }].pop(),
      end: () => void kept.splice(0),
    }
  },
  buffer() {
    const kept: Buffer[] = []
    return {
      kept: () => void kept.push(Buffer.alloc(9000)),
      repaired: () => void Buffer.alloc(9000).fill(1),
      end: () => void kept.splice(0),
    }
  },
  timer() {
    const kept = new Set<NodeJS.Timeout>()
    return {
      kept: () => void kept.add(setTimeout(() => {}, 1e6).unref()),
      repaired: () => clearTimeout(setTimeout(() => {}, 1e6)),
      end: () => {
        for (const timer of kept) clearTimeout(timer)
      },
    }
  },
}
