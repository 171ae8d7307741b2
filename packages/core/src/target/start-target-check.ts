import { occupyUntil, refuseNesting } from '../check-queue.ts'
import { MisuseError } from '../errors.ts'
import { validateOptions } from '../option-checks.ts'
import { type LeakOptions, resolveOptions } from '../options.ts'
import type { Verdict } from '../plateau/verdict.ts'
import { processState } from '../process-state.ts'
import { checkTarget, type TargetPlace } from './check-target.ts'
import type { Target } from './target.ts'

/** As `startTargetCheckAt` from within a page, where no file can be written. */
export function startTargetCheck(
  target: Target,
  options: LeakOptions | undefined,
): Promise<Verdict> {
  return startTargetCheckAt(target, options, {})
}

/**
 * Checks a target as soon as no other check runs: what drives it allocates in this process, so it
 * waits for other checks, and they for it. In a test, its preparation takes of the check's time. Throws
 * `MisuseError` on bad options.
 */
export function startTargetCheckAt(
  target: Target,
  options: LeakOptions | undefined,
  place: TargetPlace,
): Promise<Verdict> {
  const state = processState()
  const { name, probes } = target
  const readable = {
    probes: probes.map((probe) => probe.name),
    where: `in target '${name}'`,
    what: 'it',
  }
  const settings = resolveOptions(validateOptions(options, readable), state.defaults)
  if (options?.throws) {
    throw new MisuseError(
      `throws belongs to a scenario in this process: let target '${name}' catch what its iterations are meant to throw.`,
    )
  }
  if (state.running !== undefined) refuseNesting()
  const before = state.running ?? Promise.resolve()
  const verdict = before.then(() => checkTarget(target, settings, place))
  occupyUntil(verdict)
  return verdict
}
