import { type ChildProcess, type SpawnOptions, spawn } from 'node:child_process'
import { once } from 'node:events'
import type { Writable } from 'node:stream'
// From Node's own module: fake timers replace the globals.
import { clearTimeout, setTimeout } from 'node:timers'
import type { ProgramExit } from './describe-exit.ts'
import { killGroup } from './kill-group.ts'
import { countOomKills } from './oom-kills.ts'
import { keepTail, type OutputTail } from './output-tail.ts'
import { programGuard } from './program-guard.ts'
import { startFailure } from './start-failure.ts'

/** What is started, and how it is connected. */
export interface ProgramStart {
  readonly command: string
  readonly args: readonly string[]
  readonly cwd?: string
  /** The whole environment. */
  readonly env: NodeJS.ProcessEnv
  /** What the program reads; nothing by default. `pipe` leaves the stream to the caller. */
  readonly stdin?: 'ignore' | 'pipe' | { readonly text: string }
  /** Receives both streams as they come, in addition to what is kept for messages. */
  readonly onOutput?: (chunk: Buffer, stream: 'stdout' | 'stderr') => void
  /** In messages: "Go program './api'". */
  readonly name: string
}

/** A running program. It dies with this process, however that ends. */
export interface Program {
  readonly name: string
  readonly pid: number
  /** Only where `stdin` is `pipe`. */
  readonly stdin: Writable | undefined
  /** Never rejects. All of the output has been received by then. */
  readonly exited: Promise<ProgramExit>
  /** Undefined while it runs. */
  exit(): ProgramExit | undefined
  /** The last 4 KiB or so of both streams, for messages; bounded memory whatever it prints. */
  outputTail(): string
  /** SIGTERM to its whole process group, after `graceMs` (default 2000) SIGKILL; resolves when it is gone. */
  stop(graceMs?: number): Promise<void>
}

const STOP_GRACE_MS = 2000

/** For output that is still on its way, or held open by a process that left the program's group. */
const DRAIN_MS = 1000

/**
 * Starts a program in a process group of its own. Rejects with `TargetError`, naming the command and
 * the fix, when the system refuses. The program's group is killed when the program or this process ends.
 */
export async function startProgram(start: ProgramStart): Promise<Program> {
  const oomKills = await countOomKills()
  const child = spawnIn(start)
  const { pid } = child
  if (pid === undefined) {
    const [error] = await once(child, 'error')
    throw startFailure(start, error)
  }
  const tail = keepTail()
  drain(child, tail, start.onOutput)
  feed(child, start.stdin)
  return trackProgram(child, { pid, name: start.name, tail, oomKills })
}

function spawnIn(start: ProgramStart): ChildProcess {
  const options: SpawnOptions = {
    cwd: start.cwd,
    detached: true,
    env: start.env,
    stdio: [stdinKind(start.stdin), 'pipe', 'pipe'],
    windowsHide: true,
  }
  try {
    const { command, args } = start
    return programGuard().start([command, ...args], () => spawn(command, args, options))
  } catch (error) {
    throw startFailure(start, error)
  }
}

function stdinKind(stdin: ProgramStart['stdin']): 'ignore' | 'pipe' {
  return stdin === undefined || stdin === 'ignore' ? 'ignore' : 'pipe'
}

/** Always, whether anybody listens or not: a full pipe would stop the program. */
function drain(child: ChildProcess, tail: OutputTail, onOutput: ProgramStart['onOutput']): void {
  for (const stream of ['stdout', 'stderr'] as const) {
    child[stream]?.on('error', ignore).on('data', (chunk: Buffer) => {
      tail.add(stream, chunk)
      onOutput?.(chunk, stream)
    })
  }
}

function feed({ stdin }: ChildProcess, wanted: ProgramStart['stdin']): void {
  // A program may end without having read it all.
  stdin?.on('error', ignore)
  if (typeof wanted === 'object') stdin?.end(wanted.text)
}

function ignore(): void {}

interface Tracked {
  readonly pid: number
  readonly name: string
  readonly tail: OutputTail
  readonly oomKills: number | undefined
}

function trackProgram(child: ChildProcess, { pid, name, tail, oomKills }: Tracked): Program {
  let ended: ProgramExit | undefined
  let isAsked = false
  const exited = whenExited(child, pid, oomKills).then((exit) => {
    ended = exit
    return exit
  })
  return {
    name,
    pid,
    stdin: child.stdin ?? undefined,
    exited,
    exit: () => ended,
    outputTail: () => tail.text(),
    async stop(graceMs = STOP_GRACE_MS) {
      if (!hasExited(child) && !isAsked) killGroup(pid, 'SIGTERM')
      isAsked = true
      const timer = setTimeout(() => {
        if (!hasExited(child)) killGroup(pid, 'SIGKILL')
      }, graceMs)
      await exited
      clearTimeout(timer)
    },
  }
}

function hasExited({ exitCode, signalCode }: ChildProcess): boolean {
  return exitCode !== null || signalCode !== null
}

/** `exit` tells of the program alone, `close` also that its output has ended. */
function whenExited(
  child: ChildProcess,
  pid: number,
  oomKills: number | undefined,
): Promise<ProgramExit> {
  return new Promise((resolve) => {
    let timer: NodeJS.Timeout | undefined
    child.once('exit', () => {
      // What it started and left behind. Windows keeps no groups, and the number may be another's there.
      if (process.platform !== 'win32') killGroup(pid, 'SIGKILL')
      programGuard().forget(pid)
      timer = setTimeout(() => {
        child.stdout?.destroy()
        child.stderr?.destroy()
      }, DRAIN_MS)
    })
    child.once('close', (code, signal) => {
      clearTimeout(timer)
      void exitOf(code ?? undefined, signal ?? undefined, oomKills).then(resolve)
    })
  })
}

/** 137 is what a shell or another wrapper makes of a program that got SIGKILL. */
async function exitOf(
  code: number | undefined,
  signal: NodeJS.Signals | undefined,
  oomKills: number | undefined,
): Promise<ProgramExit> {
  const wasKilled = signal === 'SIGKILL' || code === 137
  const isOutOfMemory =
    wasKilled && oomKills !== undefined && ((await countOomKills()) ?? 0) > oomKills
  return { code, signal, isOutOfMemory }
}
