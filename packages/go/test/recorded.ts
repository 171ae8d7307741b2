import { readFileSync } from 'node:fs'
import { join } from 'node:path'

/** A file that one of the programs in fixtures/profiles/programs has written. */
export function recorded(name: string): Buffer {
  return readFileSync(join(import.meta.dirname, 'fixtures', 'profiles', name))
}
