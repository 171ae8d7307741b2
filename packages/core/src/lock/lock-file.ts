import fs from 'node:fs'
import { threadId } from 'node:worker_threads'

/** A file that is a lock while the descriptor which it names is open in this process, on that very file. */
export interface LockFile {
  release(): void
}

/** How a file that exists is held; `free` where a thread or a process died and left it behind. */
export type Hold = 'free' | 'by this thread' | 'by another thread'

/** For the owner alone: it tells who runs checks. */
const PRIVATE_FILE = 0o600

/** What another process, or a virus scanner on Windows, makes of a name that is being removed. */
const TAKEN: readonly unknown[] =
  process.platform === 'win32' ? ['EEXIST', 'EPERM', 'EACCES', 'EBUSY'] : ['EEXIST']

/** Creates the file; undefined where there is one. Throws where no file can be made. */
export function createLockFile(path: string): LockFile | undefined {
  const descriptor = open(path)
  if (descriptor === undefined) return undefined
  // Node closes what a worker thread opened when that thread dies, by `terminate()` too: a descriptor
  // cannot outlive its thread, as a heartbeat cannot tell a dead thread from one that a scenario blocks.
  try {
    fs.writeSync(descriptor, `${descriptor} ${identity(descriptor)} ${threadId}\n`)
  } catch (error) {
    remove(path, descriptor)
    throw error
  }
  return {
    release: () => remove(path, descriptor),
  }
}

/** In this order: closed first, it would look like a dead thread's. */
function remove(path: string, descriptor: number): void {
  try {
    fs.rmSync(path, { force: true })
  } finally {
    fs.closeSync(descriptor)
  }
}

function open(path: string): number | undefined {
  try {
    return fs.openSync(path, 'wx', PRIVATE_FILE)
  } catch (error) {
    if (TAKEN.includes((error as NodeJS.ErrnoException).code)) return undefined
    throw error
  }
}

/** Who holds the lock at `path`. */
export function holdOf(path: string): Hold {
  let content: string
  try {
    content = fs.readFileSync(path, 'latin1')
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'ENOENT' ? 'free' : 'by another thread'
  }
  const [descriptor, device, inode, thread] = content.split(' ')
  if (!content.endsWith('\n')) return isYoung(path) ? 'by another thread' : 'free'
  try {
    if (identity(Number(descriptor)) !== `${device} ${inode}`) return 'free'
  } catch {
    return 'free'
  }
  return Number(thread) === threadId ? 'by this thread' : 'by another thread'
}

/** What tells a file from all others. As big integers: inodes of Windows exceed what a double holds. */
function identity(descriptor: number): string {
  const { dev, ino } = fs.fstatSync(descriptor, { bigint: true })
  return `${dev} ${ino}`
}

/** A thread writes its lock within microseconds; one that did not in this time died between two lines. */
const WRITING_MS = 10_000

// Taken before fake timers replace it.
const realNow = Date.now

function isYoung(path: string): boolean {
  const stats = fs.statSync(path, { throwIfNoEntry: false })
  return stats !== undefined && realNow() - stats.ctimeMs < WRITING_MS
}
