import { performance } from 'node:perf_hooks'
import { matchLeak } from '@plateau/core'
import { createToLeak } from './matcher.ts'

/** Vitest's matcher for scenarios in this process, and for targets. */
export const toLeak: ReturnType<typeof createToLeak> = createToLeak({
  match: matchLeak,
  epochMs: () => performance.timeOrigin + performance.now(),
})
