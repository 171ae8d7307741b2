import { join } from 'node:path'
import { isMainThread } from 'node:worker_threads'
import { nowMs } from '../measure/clock.ts'
import { processState } from '../process-state.ts'
import { announceWaiting, createLockFile, holdOf, type LockFile } from './lock-file.ts'
import { lockFolder, lockNames } from './lock-folder.ts'

/** The right to be the one check of this process that runs. */
export interface ProcessLock {
  release(): void
}

export type Attempt =
  | { readonly kind: 'held'; readonly lock: ProcessLock }
  /** `path` is the lock in the way; undefined where only the turn of another thread is. */
  | { readonly kind: 'taken'; readonly path: string | undefined; readonly isOwn: boolean }

/**
 * Takes the lock that lets one check run at a time in all threads of this process: V8's flags are the
 * process's, so two checks would undo each other's. Synchronous, 0.04 ms where it is free. It dies with
 * its thread.
 */
export function tryLock(): Attempt {
  if (nowMs() < processState().yieldsUntilMs)
    return { kind: 'taken', path: undefined, isOwn: false }
  try {
    return tryIn(lockFolder())
  } catch (error) {
    // A full disk, a file system or a permission that forbids it. One thread needs no lock.
    if (!isMainThread) warn(error)
    return { kind: 'held', lock: { release() {} } }
  }
}

/** The first name that no dead thread has left behind is the lock; it counts if no other is held. */
function tryIn(folder: string): Attempt {
  const own = `${process.pid}-`
  for (let generation = 0; ; generation++) {
    const name = `${own}${generation}`
    const path = join(folder, name)
    const file = createLockFile(path)
    if (file === undefined) {
      const hold = holdOf(path)
      if (hold === 'by this thread') return { kind: 'taken', path, isOwn: true }
      if (hold === 'by another thread') return taken(path)
      continue
    }
    // A thread whose name came free after a lower one would not be seen by its name alone.
    const others = lockNames(folder).filter((other) => other.startsWith(own) && other !== name)
    const held = others.find((other) => holdOf(join(folder, other)) !== 'free')
    if (held === undefined) return { kind: 'held', lock: lockOf(file) }
    file.release()
    return taken(join(folder, held))
  }
}

function taken(path: string): Attempt {
  announceWaiting(path)
  return { kind: 'taken', path, isOwn: false }
}

/** Long enough for a thread that waits to look, which it does every 2 ms. */
const YIELD_MS = 6

function lockOf(file: LockFile): ProcessLock {
  return {
    release() {
      try {
        // Else a file of many short checks would take the lock again before anyone else looks.
        if (file.release()) processState().yieldsUntilMs = nowMs() + YIELD_MS
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
