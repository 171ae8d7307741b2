import { closeSync, mkdirSync, openSync, writeFileSync, writeSync } from 'node:fs'
import { join, relative } from 'node:path'

/** A file that DevTools opens, written while the heap is read. */
export interface KeptFile {
  readonly kind: 'snapshot' | 'profile'
  write(chunk: string | Uint8Array): void
  /** The path, relative to the working directory, if anything was written. */
  close(): readonly string[]
}

/** It holds strings of the heap: nobody else may read it. */
const PRIVATE_FILE = 0o600
const PRIVATE_FOLDER = 0o700

const EXTENSIONS = { snapshot: 'heapsnapshot', profile: 'heapprofile' } as const

/** Made in `.plateau/` of the working directory once there is something to write. */
export function keepFile(kind: 'snapshot' | 'profile', name: string): KeptFile {
  const { folder, path } = keptPath(name, EXTENSIONS[kind])
  let file: number | undefined
  return {
    kind,
    write(chunk) {
      if (file === undefined) {
        mkdirSync(folder, { recursive: true, mode: PRIVATE_FOLDER })
        file = openSync(path, 'wx', PRIVATE_FILE)
      }
      writeSync(file, typeof chunk === 'string' ? Buffer.from(chunk) : chunk)
    },
    close() {
      if (file === undefined) return []
      closeSync(file)
      file = undefined
      return [relative(process.cwd(), path)]
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
