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
import { PROCESS_PROBES } from './process-probes.ts'

/** Any program, or a process that runs already, and what one iteration of it is. */
export interface ProcessTargetOptions extends Driving {
  /** What is started, with its arguments: `['nginx', '-g', 'daemon off;']`. `{port}` is replaced by the port that was chosen. */
  readonly command?: readonly string[]
  /** A process on this machine that runs already. */
  readonly pid?: number
  /** Used in messages. Default: what `command` or `pid` says. */
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
  /** Bytes of memory it may take. Default: the limit of its cgroup, or its own. */
  readonly limit?: number
  /** Receives what it prints. */
  readonly onOutput?: (chunk: Uint8Array, stream: 'stdout' | 'stderr') => void
}

/**
 * Any program as a target, by what the system tells of it: descriptors and threads are judged, memory is shown
 * and at most suspected, for nothing can be collected from outside. Throws `MisuseError` on bad options.
 */
export function processTarget(options: ProcessTargetOptions): Target {
  validate(options)
  const { command, pid } = options
  const name = options.name ?? (command ? nameOfCommand(command) : `process ${pid}`)
  return {
    name,
    probes: PROCESS_PROBES,
    schedule: 'equal-legs',
    async open(context) {
      // What measures is loaded only now: whoever checks functions pays nothing for it.
      const { openProcessSession } = await import('./open-process-session.ts')
      return openProcessSession(options, name, context)
    },
  }
}

function validate(options: unknown): asserts options is ProcessTargetOptions {
  const what = 'processTarget()'
  checkOptions(options, SERVICE_CHECKS, {
    what,
    example: "{ command: ['./server'], request: '/' }",
  })
  refuseUnlessOne(options, ['command', 'pid'], what)
  refuseSeveralDrivings(options, what)
  if (options.pid === undefined) return
  const given = (['cwd', 'env', 'port', 'ready', 'onOutput', 'stdio'] as const).find(
    (name) => options[name] !== undefined,
  )
  if (given !== undefined) {
    throw new MisuseError(`${given} has no meaning beside pid: that process runs already.`)
  }
  if (options.request !== undefined && options.url === undefined) {
    throw new MisuseError(
      'request needs url beside pid: the address of the service, such as http://127.0.0.1:3000.',
    )
  }
}
