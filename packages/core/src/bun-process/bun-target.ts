import type { ProgramOptions } from '../drive/program-options.ts'
import {
  checkOptions,
  refuseSeveralDrivings,
  refuseUnlessOne,
  SERVICE_CHECKS,
} from '../drive/service-checks.ts'
import { nameOfCommand } from '../drive/service-name.ts'
import { MisuseError } from '../errors.ts'
import type { Target } from '../target/target.ts'
import { BUN_PROBES } from './bun-probes.ts'

/** A program that Bun runs, and what one iteration of it is. */
export interface BunTargetOptions extends ProgramOptions {
  /** What is started, with its arguments: `['bun', 'server.ts']`. `{port}` is replaced by the port that was chosen. */
  readonly command: readonly string[]
}

/**
 * An unmodified Bun program as a target: a preload reads the statistics of JavaScriptCore when it is asked. Objects are
 * counted exactly; what holds them is not known. Throws `MisuseError` on bad options.
 */
export function bunTarget(options: BunTargetOptions): Target {
  validate(options)
  const name = options.name ?? nameOfCommand(options.command)
  return {
    name,
    probes: BUN_PROBES,
    schedule: 'equal-legs',
    async open(context) {
      // What measures is loaded only now: whoever checks functions pays nothing for it.
      const { openBunSession } = await import('./open-bun-session.ts')
      return openBunSession(options, name, context)
    },
  }
}

function validate(options: unknown): asserts options is BunTargetOptions {
  const what = 'bunTarget()'
  const example = "{ command: ['bun', 'server.ts'], request: '/' }"
  checkOptions(options, SERVICE_CHECKS, { what, example })
  if (options.pid !== undefined) {
    throw new MisuseError(
      'pid has no meaning to bunTarget(): what reads the heap of a Bun program must be there when it starts. Give its command.',
    )
  }
  refuseUnlessOne(options, ['command'], what)
  refuseSeveralDrivings(options, what)
}
