import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import type { HeapDump } from '../../src/dump/heap-dump.ts'
import { type HeapPath, pathsTo } from '../../src/dump/paths-to.ts'
import type { GoSymbol } from '../../src/dump/symbols.ts'

const FIXTURES = join(import.meta.dirname, '..', 'fixtures', 'dumps')

/** Its lines end in a comment each that names what they leak. */
export const PROGRAM_FOLDER: string = join(FIXTURES, 'program')

/** What the program of the fixture left, built by Go 1.26 with -trimpath and run with GODEBUG=memprofilerate=1. */
export function recorded(): { readonly dump: Buffer; readonly symbols: string } {
  const read = (name: string) => gunzipSync(readFileSync(join(FIXTURES, name)))
  return { dump: read('recorded.dump.gz'), symbols: read('recorded.nm.gz').toString() }
}

/** The path to what the marked line allocates; lines are left out, so that the program may be edited. */
export function pathOf(
  mark: string,
  dump: HeapDump,
  symbols: readonly GoSymbol[],
): string | undefined {
  return shown(heapPathOf(mark, dump, symbols))
}

export function heapPathOf(
  mark: string,
  dump: HeapDump,
  symbols: readonly GoSymbol[],
): HeapPath | undefined {
  const lines = readFileSync(join(PROGRAM_FOLDER, 'main.go'), 'utf8').split('\n')
  const line = lines.findIndex((text) => text.endsWith(`// ${mark}`)) + 1
  return pathsTo(dump, symbols, [{ file: 'main.go', line }])[0]
}

function shown(path: HeapPath | undefined): string | undefined {
  return path?.steps
    .map(({ name, type }) => (type === '' ? name : `${name} (${type})`))
    .join(' → ')
    .replaceAll(/:\d+/g, '')
}
