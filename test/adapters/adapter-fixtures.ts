import { readdirSync, readFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { inWordsOf } from '../../workshop/dialect.mjs'

const SHARED = join(import.meta.dirname, 'fixtures')

/** Ways in which a program keeps an object. */
const RETAINED = join(
  import.meta.dirname,
  '../../packages/core/test/objects/fixtures/retained-kinds.cjs',
)

/** By path: the fixtures that all adapters share and those of the folders `own`, in the words of `runner`. */
export function adapterFixtures(
  runner: 'vitest' | 'jest',
  ...own: readonly string[]
): Readonly<Record<string, string>> {
  const fixtures = [SHARED, ...own].flatMap((folder) =>
    readdirSync(folder, { recursive: true, encoding: 'utf8' })
      .filter((path) => /\.(js|cjs|ts)$/.test(path))
      .map((path) => [path, inWordsOf(runner, readFileSync(join(folder, path), 'utf8'))]),
  )
  return { ...Object.fromEntries(fixtures), [basename(RETAINED)]: readFileSync(RETAINED, 'utf8') }
}
