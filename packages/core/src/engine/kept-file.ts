import { closeSync, mkdirSync, openSync, rmSync, writeFileSync, writeSync } from 'node:fs'
import { join, relative } from 'node:path'

/** A file that DevTools opens, written while the heap is read. */
export interface KeptFile {
  readonly kind: 'snapshot' | 'profile'
  /** Never throws: what is explained does not need the file. */
  write(chunk: string | Uint8Array): void
  close(): Kept
}

export interface Kept {
  /** The path, relative to the working directory, if all that was written is there. */
  readonly kept: readonly string[]
  /** Why it is not. */
  readonly notes: readonly string[]
}

/** Where no file was asked for. */
export const NOTHING_KEPT: Kept = { kept: [], notes: [] }

/** It holds strings of the heap: nobody else may read it. */
const PRIVATE_FILE = 0o600
const PRIVATE_FOLDER = 0o700

const EXTENSIONS = { snapshot: 'heapsnapshot', profile: 'heapprofile' } as const

/** Made in `.plateau/` of the working directory once there is something to write. */
export function keepFile(kind: 'snapshot' | 'profile', name: string): KeptFile {
  const { folder, path } = keptPath(name, EXTENSIONS[kind])
  let file: number | undefined
  let failure: Error | undefined

  function append(chunk: string | Uint8Array): void {
    if (file === undefined) {
      mkdirSync(folder, { recursive: true, mode: PRIVATE_FOLDER })
      file = openSync(path, 'wx', PRIVATE_FILE)
    }
    writeSync(file, typeof chunk === 'string' ? Buffer.from(chunk) : chunk)
  }

  return {
    kind,
    write(chunk) {
      if (failure !== undefined) return
      try {
        append(chunk)
      } catch (error) {
        failure = error as Error
      }
    },
    close() {
      const wasMade = file !== undefined
      if (file !== undefined) closeSync(file)
      file = undefined
      // A part of one is of no use to anybody.
      if (wasMade && failure !== undefined) rmSync(path, { force: true })
      if (failure !== undefined)
        return { kept: [], notes: [`The ${kind} could not be kept: ${failure.message}.`] }
      return { kept: wasMade ? [relative(process.cwd(), path)] : [], notes: [] }
    },
  }
}

/** Writes one whole file into `.plateau/`, for its owner alone; returns its path, relative to the working directory. */
export function keepWhole(name: string, ending: string, content: string | Uint8Array): string {
  const { folder, path } = keptPath(name, ending)
  mkdirSync(folder, { recursive: true, mode: PRIVATE_FOLDER })
  writeFileSync(path, content, { mode: PRIVATE_FILE, flag: 'wx' })
  return relative(process.cwd(), path)
}

function keptPath(
  name: string,
  ending: string,
): { readonly folder: string; readonly path: string } {
  const folder = join(process.cwd(), '.plateau')
  const safe = name.replace(/[^\w.-]+/g, '-').slice(0, 60) || 'scenario'
  return { folder, path: join(folder, `${safe}-${process.pid}-${Date.now()}.${ending}`) }
}
