import { readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { expect, test } from 'vitest'

const SOURCE = join(import.meta.dirname, '..', '..', 'src')
const IMPORT = /^(?:import|export)\b(?!\s+type\b)[^'"]*?\bfrom\s*['"]([^'"]+)['"]/gm

test('what runs in a page imports nothing of Node, directly or indirectly', () => {
  const seen = new Set<string>()
  const outside: string[] = []
  function visit(file: string): void {
    if (seen.has(file)) return
    seen.add(file)
    for (const [, specifier = ''] of readFileSync(file, 'utf8').matchAll(IMPORT)) {
      if (specifier.startsWith('.')) visit(join(dirname(file), specifier))
      else outside.push(`${file} imports ${specifier}`)
    }
  }

  visit(join(SOURCE, 'browser.ts'))
  visit(join(SOURCE, 'attribution', 'browser.ts'))

  expect(seen.size).toBeGreaterThan(20)
  expect(outside).toEqual([])
})
