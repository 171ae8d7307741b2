import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { MisuseError } from '@plateau/core'
import type { ListedPackage } from './list-packages.ts'

/** The name of the Go package that has the test: `cache`, or `cache_test` when it is an external one. */
export function packageOfTest(tested: ListedPackage, test: string): string {
  const wanted = test.split('/')[0] ?? ''
  const inside = testsIn(tested, tested.TestGoFiles ?? [])
  if (inside.includes(wanted)) return tested.Name
  const outside = testsIn(tested, tested.XTestGoFiles ?? [])
  if (outside.includes(wanted)) return `${tested.Name.replace(/_test$/, '')}_test`
  const known = [...inside, ...outside]
  throw new MisuseError(
    `Package ${tested.ImportPath} has no test "${wanted}"${known.length === 0 ? ': it has no tests at all' : `; it has ${told(wanted, known)}`}. Check the name, and the build tags of its file.`,
  )
}

/** At the margin: there a string or a comment hardly ever has it. */
const TEST =
  /^func\s+(Test[\p{L}\p{N}_]*)\s*\(\s*(?:[\p{L}_][\p{L}\p{N}_]*\s+)?\*\s*[\p{L}\p{N}_]+\.T\s*\)/gmu

function testsIn({ Dir }: ListedPackage, files: readonly string[]): readonly string[] {
  return files.flatMap((file) =>
    [...readFileSync(join(Dir, file), 'utf8').matchAll(TEST)].flatMap(([, name]) => name ?? []),
  )
}

const SHOWN_TESTS = 8

/** The likeliest first: those that share most of their letters' pairs with the wanted one. */
function told(wanted: string, known: readonly string[]): string {
  const ranked = [...known].sort((one, other) => likeness(other, wanted) - likeness(one, wanted))
  const rest = ranked.length - SHOWN_TESTS
  return `${ranked.slice(0, SHOWN_TESTS).join(', ')}${rest > 0 ? ` and ${rest} more` : ''}`
}

/** Dice's coefficient over pairs of letters, from 0 to 1. */
function likeness(one: string, other: string): number {
  const [mine, theirs] = [pairs(one), pairs(other)]
  const shared = [...mine].filter((pair) => theirs.has(pair)).length
  return (2 * shared) / Math.max(1, mine.size + theirs.size)
}

function pairs(name: string): ReadonlySet<string> {
  const lower = name.toLowerCase()
  return new Set(Array.from({ length: lower.length - 1 }, (_, at) => lower.slice(at, at + 2)))
}
