import {
  type LeakOptions,
  type MatcherResult,
  MisuseError,
  matchVerdict,
  resolveScenario,
  startTargetCheck,
  validateOptions,
  withinTest,
} from '@plateau/core/browser'
import { type Call, createToLeak } from '../matcher.ts'
import { READABLE_IN_PAGE } from './page-probes.ts'
import { pageTarget } from './page-target.ts'

// Taken when this module loads: fake timers replace it later.
const { performance } = globalThis
const now = performance.now.bind(performance)
const { timeOrigin } = performance

/** Vitest's matcher for scenarios that run in the page of the test itself. */
export const toLeak: ReturnType<typeof createToLeak> = createToLeak({
  match: matchInPage,
  epochMs: () => timeOrigin + now(),
})

function matchInPage(
  received: unknown,
  options: LeakOptions | undefined,
  call: Call,
): Promise<MatcherResult> {
  const { throws = false, ...others } = validateOptions(withinTest(options, call), READABLE_IN_PAGE)
  if (others.keep !== undefined) {
    throw new MisuseError(
      `keep: '${others.keep}' needs a file, which a page cannot write. Remove it, or check the page from outside with pageTarget() of @plateau/memlab.`,
    )
  }
  const scenario = resolveScenario(received)
  const check = startTargetCheck(pageTarget(scenario, throws), others)
  return check.then((verdict) => matchVerdict(verdict, call))
}
