import { closeSync, existsSync, openSync, readlinkSync, readSync } from 'node:fs'
import { basename, resolve } from 'node:path'
import { bunTarget, MisuseError, nodeTarget, processTarget, type Target } from '@plateau/core'
import { goTarget } from '@plateau/go'
import type { SoakLoad } from '../load/soak-load.ts'
import type { SoakTarget, TargetKind } from './soak-config.ts'

/** The target of a configuration, driven by a load; without one, others drive it. */
export function targetOf(
  options: SoakTarget,
  { name, load, limitBytes, onOutput }: TargetRest,
): Target {
  const { command, attach, pid, cwd, env, port, ready, url } = options
  const overStdio = load?.overStdio
  const isOverStdio = overStdio !== undefined
  if (isOverStdio) refuseWithoutStdio(options, overStdio)
  const driving = { load: load ? load.run : nothing }
  const limited = limitBytes === undefined ? {} : { limit: limitBytes }
  const common = {
    ...(name !== undefined && { name }),
    ...(url !== undefined && { url }),
    ...driving,
  }
  const place = {
    ...(cwd !== undefined && { cwd }),
    ...(env !== undefined && { env }),
    ...(port !== undefined && { port }),
    ...readinessOf(ready, load),
    ...(onOutput && { onOutput: isOverStdio ? ofStderr(onOutput) : onOutput }),
  }
  const kind = kindOf(options)
  if (kind === 'bun')
    return bunTarget(
      bunOf(options, { ...place, ...common, ...limited, ...(isOverStdio && { stdio: true }) }),
    )
  if (kind === 'go') return goTargetOf(options, { ...place, ...common })
  if (pid !== undefined) {
    return kind === 'node'
      ? nodeTarget({ pid, ...common, ...limited })
      : processTarget({ pid, ...common, ...limited })
  }
  if (attach !== undefined) return nodeTarget({ attach, ...common, ...limited })
  const started = {
    command: startable(command ?? []),
    ...place,
    ...common,
    ...limited,
    ...(isOverStdio && { stdio: true }),
  }
  return kind === 'node' ? nodeTarget(started) : processTarget(started)
}

type BunRest = Omit<Parameters<typeof bunTarget>[0], 'command'>

/** Bun reads its options when it starts. Throws `MisuseError` for what runs already. */
function bunOf({ command, pid }: SoakTarget, rest: BunRest): Parameters<typeof bunTarget>[0] {
  if (command !== undefined) return { command: runnableByBun(command), ...rest }
  throw new MisuseError(
    `target.kind: 'bun' (--kind bun) needs a command that is started here, received ${pid === undefined ? 'attach' : 'pid'}: what reads a Bun program must be there when it starts. As kind: 'process' what the system tells of it is judged.`,
  )
}

function runnableByBun(command: readonly string[]): readonly string[] {
  return SCRIPT.test(command[0] ?? '') ? ['bun', ...command] : command
}

type OnOutput = (chunk: Uint8Array, stream: 'stdout' | 'stderr') => void

/** What a program prints to stdout is the conversation itself there. */
function ofStderr(onOutput: OnOutput): OnOutput {
  return (chunk, stream) => {
    if (stream === 'stderr') onOutput(chunk, stream)
  }
}

/** Throws `MisuseError` for what is not started here, or by another way. */
function refuseWithoutStdio(options: SoakTarget, asked: string): void {
  const { command, url, ready } = options
  if (url !== undefined || typeof ready === 'string') {
    throw new MisuseError(
      `target.${url === undefined ? 'ready' : 'url'} has no meaning beside ${asked}: that program is spoken to over stdin and stdout.`,
    )
  }
  if (command !== undefined && kindOf(options) !== 'go') return
  const given = (['go', 'pid', 'attach'] as const).find((name) => options[name] !== undefined)
  throw new MisuseError(
    `${asked} needs a command that is started here, received ${given ?? "kind: 'go'"}: name it behind two dashes, -- node server.js. A Go binary is watched as kind: 'process'.`,
  )
}

/** Only what is driven must answer. */
function readinessOf(
  ready: SoakTarget['ready'],
  load: SoakLoad | undefined,
): Pick<SoakTarget, 'ready'> {
  if (ready !== undefined) return { ready }
  return load === undefined ? { ready: false } : {}
}

interface TargetRest {
  readonly name: string | undefined
  readonly load: SoakLoad | undefined
  readonly limitBytes: number | undefined
  /** Receives what a program prints that is started here. */
  readonly onOutput?: OnOutput | undefined
}

async function nothing(): Promise<void> {}

type GoRest = Omit<Parameters<typeof goTarget>[0], 'pkg' | 'bin' | 'url' | 'args'>

function goTargetOf(
  { go, args: given = [], command = [], url }: SoakTarget,
  { ready, onOutput, ...rest }: Omit<GoRest, 'ready'> & { ready?: string | false },
): Target {
  const started = {
    ...(typeof ready === 'string' && { ready }),
    ...(onOutput && { onOutput }),
  }
  if (go !== undefined) return goTarget({ pkg: go, args: given, ...rest, ...started })
  const [bin = '', ...args] = command
  return url === undefined
    ? goTarget({ bin, args, ...rest, ...started })
    : goTarget({ url, ...rest })
}

/** What is told apart is how its memory can be read. */
export function kindOf({ kind, go, attach, pid, command, cwd }: SoakTarget): TargetKind {
  if (kind !== undefined) return kind
  if (go !== undefined) return 'go'
  if (attach !== undefined) return 'node'
  if (pid !== undefined) return isNodeProcess(pid) ? 'node' : 'process'
  const [program = ''] = command ?? []
  if (RUN_BUN.has(nameOf(program))) return 'bun'
  return isNodeCommand(program, cwd ?? '.') ? 'node' : 'process'
}

const RUN_NODE: ReadonlySet<string> = new Set(['node', 'npx', 'npm', 'pnpm', 'yarn', 'tsx'])
const SCRIPT = /\.[cm]?[jt]s$/

const RUN_BUN: ReadonlySet<string> = new Set(['bun', 'bunx'])

function nameOf(command: string): string {
  return basename(command).replace(/\.(exe|cmd)$/i, '')
}

function isNodeCommand(command: string, cwd: string): boolean {
  return (
    RUN_NODE.has(nameOf(command)) || SCRIPT.test(command) || isNodeScript(resolve(cwd, command))
  )
}

/** Commands of packages begin with a line that names Node. */
function isNodeScript(file: string): boolean {
  if (!existsSync(file)) return false
  const head = Buffer.alloc(HEAD_BYTES)
  try {
    const handle = openSync(file, 'r')
    readSync(handle, head, 0, HEAD_BYTES, 0)
    closeSync(handle)
  } catch {
    return false
  }
  return /^#!.*\bnode\b/.test(head.toString('latin1'))
}

const HEAD_BYTES = 100

function isNodeProcess(pid: number): boolean {
  try {
    return /^node/.test(basename(readlinkSync(`/proc/${pid}/exe`)))
  } catch {
    return false
  }
}

/** `server.mjs` alone is not executable; Node is what runs it. */
export function startable(command: readonly string[]): readonly string[] {
  return SCRIPT.test(command[0] ?? '') ? ['node', ...command] : command
}
