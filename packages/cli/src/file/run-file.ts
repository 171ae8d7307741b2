import {
  closeSync,
  fstatSync,
  fsyncSync,
  openSync,
  readSync,
  rmdirSync,
  rmSync,
  writeSync,
} from 'node:fs'
import { dirname } from 'node:path'
import { makeFolder } from '@plateau/core/process'
import type { RunRecord } from '../run/run-record.ts'

/** The file that a run is written to as it happens. It never throws once it is open. */
export interface RunFile {
  readonly path: string
  append(record: RunRecord): void
  /** What was appended has reached the disk when this returns. */
  sync(): void
  close(): void
  /** Closes it and, if it was begun here, removes it and the folders that were made for it. */
  discard(): void
  /** A whole sentence once the file could not be written: nothing is added to it from then on. */
  failure(): string | undefined
}

/** Records name the lines of a project: its owner alone shall read them. */
const OWNERS_FILE = 0o600
const OWNERS_FOLDER = 0o700

/** Opens a file to append to; what was there before stays. Throws the system's error. */
export function openRunFile(path: string): RunFile {
  const made = makeFolder(dirname(path), OWNERS_FOLDER)
  const file = openSync(path, 'a+', OWNERS_FILE)
  const isBegunHere = fstatSync(file).size === 0
  let problem: string | undefined
  function trying(work: () => void): void {
    if (problem !== undefined) return
    try {
      work()
    } catch (error) {
      problem = `The run file '${path}' could not be written (${(error as Error).message}): what follows is kept in memory only, and the run is incomplete. Free some space, or name another folder with --out.`
    }
  }
  trying(() => {
    if (isTorn(file)) writeWhole(file, Buffer.from('\n'))
  })
  return {
    path,
    append: (record) => trying(() => writeWhole(file, Buffer.from(`${JSON.stringify(record)}\n`))),
    sync: () => trying(() => fsyncSync(file)),
    close() {
      trying(() => fsyncSync(file))
      closeSync(file)
    },
    discard() {
      closeSync(file)
      if (isBegunHere) removeWith(path, made)
    },
    failure: () => problem,
  }
}

/** Folders that hold something else by now stay. */
function removeWith(path: string, folders: readonly string[]): void {
  try {
    rmSync(path, { force: true })
    for (const folder of folders.toReversed()) rmdirSync(folder)
  } catch {
    // What is left is told by the folder itself.
  }
}

/** On a disk that fills up, a write takes a part without an error: the error comes with the next one. */
function writeWhole(file: number, bytes: Buffer): void {
  let written = 0
  while (written < bytes.length) {
    const taken = writeSync(file, bytes, written)
    if (taken === 0) throw new Error('nothing was written')
    written += taken
  }
}

/** A run that was killed may have left half a line. */
function isTorn(file: number): boolean {
  const { size } = fstatSync(file)
  if (size === 0) return false
  const last = Buffer.alloc(1)
  readSync(file, last, 0, 1, size - 1)
  return last[0] !== 0x0a
}
