import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { MisuseError } from './errors.ts'
import { knownLeaks } from './option-checks.ts'
import type { KnownLeak } from './plateau/known-leak.ts'

/** The ledger of a project: the leaks that are accepted for now, wherever they are met. */
export const KNOWN_FILE = 'plateau.known.json'

const read = new Map<string, readonly KnownLeak[]>()

/** The known leaks of a folder, read once; none where it has no ledger. Throws `MisuseError` for one that is broken. */
export function knownIn(cwd: string = process.cwd()): readonly KnownLeak[] {
  const path = join(cwd, KNOWN_FILE)
  const known = read.get(path) ?? parse(path)
  read.set(path, known)
  return known
}

function parse(path: string): readonly KnownLeak[] {
  if (!existsSync(path)) return []
  let content: { readonly known?: unknown } | null
  try {
    content = JSON.parse(readFileSync(path, 'utf8')) as { known?: unknown } | null
  } catch (error) {
    throw new MisuseError(`${KNOWN_FILE} is no JSON: ${(error as Error).message}.`)
  }
  const known = content?.known
  knownLeaks(`${KNOWN_FILE}: known`, known)
  return known as readonly KnownLeak[]
}
