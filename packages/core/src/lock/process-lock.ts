import { join } from 'node:path'
import { performance } from 'node:perf_hooks'
import { isMainThread, threadId } from 'node:worker_threads'
import { nowMs } from '../engine/clock.ts'
import { processState } from '../process-state.ts'
import { createLockFile, holdOf, type LockFile } from './lock-file.ts'
import { lockFolder, lockNames } from './lock-folder.ts'

/** The right to be the one check of this process that runs. */
export interface ProcessLock {
  release(): void
}

export type Attempt =
  | { readonly kind: 'held'; readonly lock: ProcessLock }
  /** `path` is the lock in the way. */
  | { readonly kind: 'taken'; readonly path: string; readonly isOwn: boolean }
  /** Nobody needs to have it: another thread waits for longer. */
  | { readonly kind: 'queued' }

/**
 * Takes the lock that lets one check run at a time in all threads of this process: V8's flags are the
 * process's, so two checks would undo each other's. Synchronous, 0.04 ms where it is free. It dies with
 * its thread. The first who waits comes first; `ticket` is one's own place among them.
 */
export function tryLock(ticket?: Ticket): Attempt {
  try {
    const folder = lockFolder()
    return isTurnOf(ticket, folder) ? tryIn(folder) : { kind: 'queued' }
  } catch (error) {
    // A full disk, a file system or a permission that forbids it. One thread needs no lock.
    if (!isMainThread) warn(error)
    return { kind: 'held', lock: { release() {} } }
  }
}

/** A place among those who wait. */
export interface Ticket extends ProcessLock {
  readonly name: string
  /** A thread that is busy with something else does not take its turn: others need not wait for it. */
  isPatient: boolean
}

/** Takes a place behind all who wait; undefined where no file can be made. */
export function takeTicket(): Ticket | undefined {
  // Of one clock in all threads, near enough for who came first.
  const since = Math.round((performance.timeOrigin + nowMs()) * 1000)
  const name = `${OWN}${WAITING}${String(since).padStart(20, '0')}-${threadId}`
  try {
    const file = createLockFile(join(lockFolder(), name))
    return file && { name, isPatient: true, ...quietly(file) }
  } catch {
    return undefined
  }
}

const OWN = `${process.pid}-`
const WAITING = 'waits-'

function isTurnOf(ticket: Ticket | undefined, folder: string): boolean {
  if (ticket?.isPatient === false) return true
  const tickets = lockNames(folder).filter((name) => name.startsWith(OWN + WAITING))
  const first = tickets.sort().find((name) => holdOf(join(folder, name)) !== 'free')
  return first === undefined || first === ticket?.name
}

/** The first name that no dead thread has left behind is the lock; it counts if no other is held. */
function tryIn(folder: string): Attempt {
  for (let generation = 0; ; generation++) {
    const name = `${OWN}${generation}`
    const path = join(folder, name)
    const file = createLockFile(path)
    if (file === undefined) {
      const hold = holdOf(path)
      if (hold === 'free') continue
      return { kind: 'taken', path, isOwn: hold === 'by this thread' }
    }
    // A thread whose name came free after a lower one would not be seen by its name alone.
    const others = lockNames(folder).filter((other) => isLock(other) && other !== name)
    const held = others.find((other) => holdOf(join(folder, other)) !== 'free')
    if (held === undefined) return { kind: 'held', lock: quietly(file) }
    file.release()
    return { kind: 'taken', path: join(folder, held), isOwn: false }
  }
}

function isLock(name: string): boolean {
  return name.startsWith(OWN) && !name.startsWith(OWN + WAITING)
}

function quietly(file: LockFile): ProcessLock {
  return {
    release() {
      try {
        file.release()
      } catch {
        // The folder was removed, or the file system is a mock by now.
      }
    },
  }
}

function warn(error: unknown): void {
  const state = processState()
  if (state.hasWarnedOfLock) return
  state.hasWarnedOfLock = true
  const said = error instanceof Error ? error.message : String(error)
  process.emitWarning(
    `Checks in other threads of this process may run at the same time and disturb each other, for no lock can be made: ${said}. Set TMPDIR to a folder that can be written to.`,
    { code: 'PLATEAU_NO_LOCK' },
  )
}
