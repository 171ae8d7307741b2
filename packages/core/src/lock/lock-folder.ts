import fs from 'node:fs'
import os from 'node:os'
import { basename, join } from 'node:path'

const uid = process.getuid?.()

// Of this moment: a test may set another folder for temporary files later, and other threads would not.
const FOLDER = join(os.tmpdir(), uid === undefined ? 'plateau-locks' : `plateau-locks-${uid}`)

/** Nobody else may make, read or remove a lock. */
const PRIVATE_FOLDER = 0o700

/** The folder of all locks of this user, made at its first use. Throws where it cannot be, or is somebody else's. */
export function lockFolder(): string {
  const stats = fs.lstatSync(FOLDER, { throwIfNoEntry: false }) ?? made()
  const isOurs = uid === undefined || (stats.uid === uid && (stats.mode & 0o077) === 0)
  if (!stats.isDirectory() || !isOurs) {
    throw new Error(`${FOLDER} is no folder of this user alone`)
  }
  return FOLDER
}

function made(): fs.Stats {
  fs.mkdirSync(FOLDER, { recursive: true, mode: PRIVATE_FOLDER })
  return fs.lstatSync(FOLDER)
}

/** Locks that died with their process are in nobody's way until there are so many. */
const MANY = 64

/** Containers may share the folder: what is young may belong to a process that is not seen from here. */
const OLD_MS = 60 * 60_000

/** The names of all locks in the folder. Removes what dead processes left, where there is much of it. */
export function lockNames(folder: string): readonly string[] {
  const names = fs.readdirSync(folder)
  if (names.length >= MANY) for (const name of names) removeWhenDead(join(folder, name))
  return names
}

// Taken before fake timers replace it.
const realNow = Date.now

function removeWhenDead(path: string): void {
  const stats = fs.statSync(path, { throwIfNoEntry: false })
  if (stats === undefined || realNow() - stats.mtimeMs < OLD_MS) return
  if (!isAlive(Number.parseInt(basename(path), 10))) fs.rmSync(path, { force: true })
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return (error as NodeJS.ErrnoException).code !== 'ESRCH'
  }
}
