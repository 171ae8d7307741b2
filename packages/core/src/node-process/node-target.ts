import {
  checkOptions,
  refuseSeveralDrivings,
  refuseUnlessOne,
  SERVICE_CHECKS,
} from '../drive/service-checks.ts'
import { nameOfCommand } from '../drive/service-name.ts'
import { MisuseError } from '../errors.ts'
import type { Target } from '../target/target.ts'
import { NODE_PROBES } from './node-probes.ts'
import type { NodeTargetOptions } from './node-target-options.ts'

/**
 * An unmodified Node program as a target: `checkLeak(nodeTarget({ command: ['node', 'server.js'], request: '/' }))`.
 * It is measured from outside through its inspector, with all the processes and threads that it starts.
 * Throws `MisuseError` on bad options; the check rejects with `TargetError` where the program does not start
 * or answer. Needs Node 22 or newer here; the target may be older.
 */
export function nodeTarget(options: NodeTargetOptions): Target {
  validate(options)
  const name = options.name ?? nameOf(options)
  return {
    name,
    probes: NODE_PROBES,
    schedule: 'equal-legs',
    async open(context) {
      // What measures is loaded only now: whoever checks functions pays nothing for it.
      const { openNodeSession } = await import('./open-node-session.ts')
      return openNodeSession(options, name, context)
    },
  }
}

function validate(options: unknown): asserts options is NodeTargetOptions {
  const what = 'nodeTarget()'
  const example = "{ command: ['node', 'server.js'], request: '/' }"
  checkOptions(options, { ...SERVICE_CHECKS, attach: inspectorAddress }, { what, example })
  refuseUnlessOne(options, ['command', 'attach', 'pid'], what)
  refuseSeveralDrivings(options, what)
  if (options.command === undefined) refuseForRunning(options)
}

/** What only a process that is started here can have. */
function refuseForRunning(options: Readonly<Record<string, unknown>>): void {
  const beside = options['attach'] === undefined ? 'pid' : 'attach'
  const given = ['cwd', 'env', 'port', 'ready', 'onOutput', 'stdio'].find(
    (name) => options[name] !== undefined,
  )
  if (given !== undefined) {
    throw new MisuseError(`${given} has no meaning beside ${beside}: that process runs already.`)
  }
  if (options['request'] !== undefined && options['url'] === undefined) {
    throw new MisuseError(
      `request needs url beside ${beside}: the address of the service, such as http://127.0.0.1:3000.`,
    )
  }
}

/** Whoever reaches an inspector may do anything in its process: none is reached over a network. */
function inspectorAddress(name: string, received: unknown): void {
  const isAddress = typeof received === 'string' && URL.canParse(received)
  const { protocol, hostname } = isAddress ? new URL(received) : { protocol: '', hostname: '' }
  const isLocal = ['127.0.0.1', 'localhost', '[::1]'].includes(hostname)
  if (protocol === 'ws:' && isLocal) return
  const found = protocol === 'ws:' ? `one of ${hostname}` : JSON.stringify(received)
  throw new MisuseError(
    `${name} must be the address of an inspector on this machine, as node --inspect prints it: ws://127.0.0.1:9229/…; received ${found}. For another machine, forward its port with ssh -L.`,
  )
}

function nameOf({ command, attach, pid }: NodeTargetOptions): string {
  if (command) return nameOfCommand(command)
  return attach === undefined ? `process ${pid}` : `process at ${new URL(attach).host}`
}
