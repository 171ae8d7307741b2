import { type ChildProcess, spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'
import type { Socket } from 'node:net'
import { parse } from 'node:path'
// From Node's own module: fake timers replace the globals.
import { clearTimeout, setTimeout } from 'node:timers'
import { type ProgramGuard, processState } from '../process-state.ts'
import { GUARD_SOURCE } from './guard-source.ts'

/** Ends every watched program when this process ends before it has done so, even by SIGKILL. */
export function programGuard(): ProgramGuard {
  const state = processState()
  state.programGuard ??= createGuard()
  return state.programGuard
}

/**
 * Without programs the guard ends: runners that give each test file a realm of its own, as Jest does,
 * would gather one guard per file.
 */
const IDLE_MS = 1000

/** A guard that was killed is replaced; one that cannot live here must not be started for ever. */
const MAX_RESTARTS = 3

function createGuard(): ProgramGuard {
  const watched = new Set<number>()
  let guard: ChildProcess | undefined
  let restarts = 0
  let idle: NodeJS.Timeout | undefined
  function start(): void {
    const child = spawnGuard(watched)
    guard = child
    child.once('exit', () => {
      if (guard !== child) return
      guard = undefined
      if (watched.size === 0 || restarts >= MAX_RESTARTS) return
      restarts += 1
      start()
    })
  }
  // Node writes to a pipe at once, so the guard hears this even if this process dies next.
  function tell(line: string): void {
    guard?.stdin?.write(`${line}\n`)
  }
  function rest(): void {
    clearTimeout(idle)
    if (watched.size === 0) idle = setTimeout(dismiss, IDLE_MS).unref()
  }
  function dismiss(): void {
    const child = guard
    guard = undefined
    child?.stdin?.end()
  }
  return {
    start(argv, spawnIt) {
      clearTimeout(idle)
      if (guard === undefined) start()
      tell(`?${JSON.stringify({ argv, uptime: uptimeSeconds() })}`)
      let pid: number | undefined
      try {
        const started = spawnIt()
        pid = started.pid
        return started
      } finally {
        if (pid !== undefined) watched.add(pid)
        tell(pid === undefined ? '!' : `+${pid}`)
        rest()
      }
    },
    forget(pid) {
      if (watched.delete(pid)) tell(`-${pid}`)
      rest()
    },
  }
}

/** By the clock by which Linux dates processes; 0 where there is none. */
function uptimeSeconds(): number {
  try {
    return Number.parseFloat(readFileSync('/proc/uptime', 'latin1'))
  } catch {
    return 0
  }
}

/** In a session of its own, so that neither Ctrl-C nor a kill of the runner's group ends it first. */
function spawnGuard(watched: ReadonlySet<number>): ChildProcess {
  const child = spawn(process.execPath, ['-e', GUARD_SOURCE, ...[...watched].map(String)], {
    // Nobody's folder: on Windows a working directory cannot be removed.
    cwd: parse(process.execPath).root,
    detached: true,
    env: environment(),
    stdio: ['pipe', 'ignore', 'ignore'],
    windowsHide: true,
  })
  child.on('error', ignore)
  child.stdin.on('error', ignore)
  child.unref()
  const pipe = child.stdin as Socket
  pipe.unref()
  return child
}

/** Without what makes Node load other code, wait for a debugger or write coverage. */
function environment(): NodeJS.ProcessEnv {
  const entries = Object.entries(process.env).filter(([name]) => !name.startsWith('NODE_'))
  return Object.fromEntries(entries)
}

function ignore(): void {}
