import { closeSync, openSync, renameSync, writeSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { makeFolder } from '@plateau/core/process'

/** What a target prints, kept in a file of its owner's: it may hold what no report may. */
export interface TargetOutput {
  readonly onOutput: (chunk: Uint8Array) => void
  /** From here on it goes into files in this folder; before, it is let go. */
  keepIn(folder: string): void
  /** The file, once something was printed. */
  file(): string | undefined
  /** A whole sentence once it could not be written. */
  failure(): string | undefined
  close(): void
}

export const OUTPUT_FILE = 'output.log'

/** The beginning says how it was started, the end why it broke; what is between may be without end. */
const FIRST_FILE = 'output.first.log'
const BEFORE_FILE = 'output.before.log'
const MOST_BYTES = 16 * 2 ** 20

const OWNERS_FILE = 0o600
const OWNERS_FOLDER = 0o700

/** Three files of 16 MiB at most: the first, the one before, and `output.log`. It never throws. */
export function keepOutput(mostBytes: number = MOST_BYTES): TargetOutput {
  let folder: string | undefined
  let file: number | undefined
  let written = 0
  let rotations = 0
  let problem: string | undefined

  function open(path: string): number {
    makeFolder(dirname(path), OWNERS_FOLDER)
    return openSync(path, 'a', OWNERS_FILE)
  }

  function rotate(within: string): void {
    if (file !== undefined) closeSync(file)
    file = undefined
    written = 0
    renameSync(
      join(within, OUTPUT_FILE),
      join(within, rotations++ === 0 ? FIRST_FILE : BEFORE_FILE),
    )
  }

  return {
    onOutput(chunk) {
      if (folder === undefined || problem !== undefined) return
      try {
        if (written > 0 && written + chunk.length > mostBytes) rotate(folder)
        file ??= open(join(folder, OUTPUT_FILE))
        writeSync(file, chunk)
        written += chunk.length
      } catch (error) {
        problem = `What the target printed could not be kept (${(error as Error).message}): it is lost from then on, the soak is not.`
      }
    },
    keepIn(wanted) {
      folder = wanted
    },
    file: () =>
      folder === undefined || file === undefined ? undefined : join(folder, OUTPUT_FILE),
    failure: () => problem,
    close() {
      if (file !== undefined) closeSync(file)
      folder = undefined
    },
  }
}
