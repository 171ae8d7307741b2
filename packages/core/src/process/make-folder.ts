import { mkdirSync, statSync } from 'node:fs'
import { dirname, resolve } from 'node:path'

/**
 * Makes a folder and those above it that are missing; returns them, the outermost first. Throws the system's error. Node's own `recursive` never comes back
 * from a folder in which none can be made, such as `/proc`: there the system says that the parent is missing, which it is not.
 */
export function makeFolder(folder: string, mode?: number): readonly string[] {
  const missing = missingAt(resolve(folder))
  for (const one of missing) makeOne(one, mode)
  return missing
}

/** From the outermost on. A file in the way is left for `mkdir` to tell of. */
function missingAt(folder: string): readonly string[] {
  const missing: string[] = []
  for (let at = folder; !isFolder(at) && dirname(at) !== at; at = dirname(at)) missing.unshift(at)
  return missing
}

/** Another process may have made it meanwhile. */
function makeOne(folder: string, mode: number | undefined): void {
  try {
    mkdirSync(folder, { ...(mode !== undefined && { mode }) })
  } catch (error) {
    if (!isFolder(folder)) throw error
  }
}

function isFolder(path: string): boolean {
  try {
    return statSync(path).isDirectory()
  } catch {
    return false
  }
}
