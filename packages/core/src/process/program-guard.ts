import { type ChildProcess, spawn } from 'node:child_process'
import type { Socket } from 'node:net'
import { parse } from 'node:path'
// From Node's own module: fake timers replace the globals.
import { clearTimeout, setTimeout } from 'node:timers'
import { type ProgramGuard, processState } from '../process-state.ts'

/** Ends every watched program when this process ends before it has done so, even by SIGKILL. */
export function programGuard(): ProgramGuard {
  const state = processState()
  state.programGuard ??= createGuard()
  return state.programGuard
}

/**
 * The guard's whole source, as text: there is no file that both the TypeScript sources and the two
 * builds could name, and a function's text would carry the counters of coverage tools.
 * It learns of this process's death from the end of its stdin. The signals are those of terminals and
 * of `killall node`; it lives as long as there is somebody to guard.
 */
const GUARD = `
const watched = new Set()
let rest = ''
function hear(text) {
  const lines = (rest + text).split('\\n')
  rest = lines.pop()
  for (const line of lines) {
    const pid = Number(line.slice(1))
    if (line[0] === '+') watched.add(pid)
    else watched.delete(pid)
  }
}
function end(pid) {
  try {
    if (process.platform !== 'win32') process.kill(-pid, 'SIGKILL')
    else require('child_process').spawnSync('taskkill', ['/T', '/F', '/PID', String(pid)])
  } catch {}
}
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => {})
process.stdin.setEncoding('latin1').on('data', hear).on('error', () => {}).on('close', () => {
  for (const pid of watched) end(pid)
  process.exit()
})
`

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
    const child = spawnGuard()
    guard = child
    child.once('exit', () => {
      if (guard !== child) return
      guard = undefined
      if (watched.size === 0 || restarts >= MAX_RESTARTS) return
      restarts += 1
      start()
      for (const pid of watched) tell(`+${pid}\n`)
    })
  }
  // Node writes to a pipe at once, so the guard hears of a program even if this process dies next.
  function tell(line: string): void {
    guard?.stdin?.write(line)
  }
  function dismiss(): void {
    const child = guard
    guard = undefined
    child?.stdin?.end()
  }
  return {
    watch(pid) {
      clearTimeout(idle)
      if (guard === undefined) start()
      watched.add(pid)
      tell(`+${pid}\n`)
    },
    forget(pid) {
      if (!watched.delete(pid)) return
      tell(`-${pid}\n`)
      if (watched.size > 0) return
      clearTimeout(idle)
      idle = setTimeout(dismiss, IDLE_MS).unref()
    },
  }
}

/** In a session of its own, so that neither Ctrl-C nor a kill of the runner's group ends it first. */
function spawnGuard(): ChildProcess {
  const child = spawn(process.execPath, ['-e', GUARD], {
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
