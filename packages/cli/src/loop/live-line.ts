import { expectedMs, type LoopPlan, readPlan, readRows, SELF_TEST } from '@plateau/core/loop'
import type { CommandIo } from '@plateau/go/kit'

/** Tells what a runner's processes note as they run. */
export interface LiveLine {
  end(): void
}

const LOOK_MS = 500

/** Says how long the loop will take as soon as the runner knows its files, and in a terminal how far it is. */
export function startLiveLine(rows: string, longestMs: number, { stderr }: CommandIo): LiveLine {
  let plan: LoopPlan | undefined
  const startedMs = performance.now()
  function look(): void {
    if (plan === undefined) {
      plan = readPlan(rows)
      if (plan) stderr.write(`${forecast(plan, longestMs)}\n`)
    }
    const line = stderr.isTTY && lineOf(rows, plan, performance.now() - startedMs)
    if (line) stderr.write(`\r\u001b[K${line}`)
  }
  const timer = setInterval(look, LOOK_MS)
  return {
    end() {
      clearInterval(timer)
      look()
      if (stderr.isTTY) stderr.write('\r\u001b[K')
    },
  }
}

/** What is told before the first test. */
export function forecast(plan: LoopPlan, longestMs: number): string {
  const { files, tests } = plan
  return `Looping about ${tests} ${tests === 1 ? 'test' : 'tests'} of ${files} ${files === 1 ? 'file' : 'files'}: about ${duration(expectedMs(plan))} if nothing grows, and up to ${longestMs / 1000} s more for each test that may.`
}

function lineOf(rows: string, plan: LoopPlan | undefined, elapsedMs: number): string | undefined {
  const looped = readRows(rows).filter(({ id }) => id !== SELF_TEST)
  const last = looped.at(-1)
  if (last === undefined) return undefined
  const growing = looped.filter(({ kind }) => kind === 'growth').length
  const all = plan && plan.tests > looped.length ? ` of about ${plan.tests}` : ''
  // By what those that are done have taken.
  const leftMs = plan && Math.max(0, (elapsedMs / looped.length) * (plan.tests - looped.length))
  const left = leftMs ? `, about ${duration(leftMs)} left` : ''
  return `${looped.length}${all} tests looped, ${growing} grow${left}; ${last.id}`.slice(0, 120)
}

function duration(ms: number): string {
  const seconds = Math.ceil(ms / 1000)
  return seconds < 120 ? `${seconds} s` : `${Math.round(seconds / 60)} min`
}
