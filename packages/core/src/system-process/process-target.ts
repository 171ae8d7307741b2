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
import { PROCESS_PROBES } from './process-probes.ts'

/** Any program, or a process that runs already, and what one iteration of it is. */
export interface ProcessTargetOptions extends ProgramOptions {
  /** What is started, with its arguments: `['nginx', '-g', 'daemon off;']`. `{port}` is replaced by the port that was chosen. */
  readonly command?: readonly string[]
  /** A process on this machine that runs already. */
  readonly pid?: number
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
