import { performance } from 'node:perf_hooks'
import { matchLeak } from '@plateau/core'
import { createToLeak } from './matcher.ts'
import { tellRejectionsOnce } from './unhandled-rejections.ts'

/** Vitest's matcher for scenarios in this process, and for targets. */
export const toLeak: ReturnType<typeof createToLeak> = createToLeak({
  match(...args) {
    const ended = tellRejectionsOnce()
    let result: ReturnType<typeof matchLeak> | undefined
    try {
      result = matchLeak(...args)
      return result
    } finally {
      if (result && 'then' in result) void result.then(ended, ended)
      else ended()
    }
  },
  epochMs: () => performance.timeOrigin + performance.now(),
})
