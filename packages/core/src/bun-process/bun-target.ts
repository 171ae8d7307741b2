import type { Driving } from '../drive/service.ts'
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
export interface BunTargetOptions extends Driving {
  /** What is started, with its arguments: `['bun', 'server.ts']`. `{port}` is replaced by the port that was chosen. */
  readonly command: readonly string[]
  /** Used in messages. Default: what `command` says. */
  readonly name?: string
  /** Where the program starts. Default: the working directory. */
  readonly cwd?: string
  /** Added to the environment of this process; `{port}` is replaced here, too. */
  readonly env?: Readonly<Record<string, string>>
  /** The variable of its environment that tells it the port to listen on. Default `PORT`. */
  readonly port?: string
  /** The address of the service where it is not on that port. */
  readonly url?: string
  /** The path that answers once it is ready; any answer will do. Default `/`. `false` for what is no HTTP service. */
  readonly ready?: string | false
  /** Whether it is spoken to over stdin and stdout, as `service.stdio` of `drive` and `load`; then it need not answer. */
  readonly stdio?: boolean
  /** Bytes of memory it may take. Default: the limit of its cgroup. */
  readonly limit?: number
  /** Receives what it prints. */
  readonly onOutput?: (chunk: Uint8Array, stream: 'stdout' | 'stderr') => void
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
