import { globSync, readFileSync } from 'node:fs'
import { dirname, join, normalize, relative } from 'node:path'
import { expect, test } from 'vitest'

/** Who may import whom. A folder that is not listed belongs to its package. */
const ALLOWED: Readonly<Record<string, readonly string[]>> = {
  'expose-gc-wrapper': ['expose-gc-wrapper', 'node'],
  core: [
    'core',
    'core/bun-process',
    'core/decide',
    'core/engine',
    'core/lock',
    'core/measure',
    'core/node-process',
    'core/objects',
    'core/plateau',
    'core/report',
    'core/snapshot',
    'core/system-process',
    'core/target',
    'node',
  ],
  // One test of a suite, repeated by its runner.
  'core/loop': [
    'core',
    'core/engine',
    'core/lock',
    'core/loop',
    'core/plateau',
    'core/probe',
    'core/report',
    'core/witness',
    'node',
  ],
  // Whether objects are gone, and what holds them.
  'core/objects': [
    'core',
    'core/attribution',
    'core/engine',
    'core/objects',
    'core/plateau',
    'core/report',
    'core/snapshot',
    'core/witness',
    'expose-gc-wrapper',
    'node',
  ],
  // Loaded by `core/measure` once something grows.
  'core/attribution': [
    'core',
    'core/attribution',
    'core/decide',
    'core/engine',
    'core/plateau',
    'core/probe',
    'core/snapshot',
    'core/witness',
    'node',
  ],
  // The procedure as a value: from a history and terms alone.
  'core/decide': ['core/decide', 'core/plateau'],
  // The tools that touch the process.
  'core/engine': ['core', 'core/engine', 'core/probe', 'core/report', 'expose-gc-wrapper', 'node'],
  // Counts things with an identity.
  'core/witness': ['core', 'core/decide', 'core/engine', 'core/plateau', 'core/witness', 'node'],
  // Sends work to a service, from outside it.
  'core/drive': ['core', 'core/drive', 'core/process', 'core/target', 'node'],
  // One check at a time in all threads of a process.
  'core/lock': ['core', 'core/engine', 'core/lock', 'node'],
  'core/measure': [
    'core',
    'core/attribution',
    'core/decide',
    'core/engine',
    'core/measure',
    'core/plateau',
    'core/probe',
    'core/report',
    'core/witness',
    'expose-gc-wrapper',
    'node',
  ],
  // Decides from numbers alone: neither the clock nor the heap nor the disk.
  'core/plateau': ['core/plateau'],
  'core/probe': ['core/probe', 'core/plateau', 'node'],
  // Loaded when a Node program is measured from outside.
  'core/node-process': [
    'core',
    'core/attribution',
    'core/drive',
    'core/engine',
    'core/node-process',
    'core/plateau',
    'core/process',
    'core/snapshot',
    'core/system-process',
    'core/target',
    'node',
  ],
  // Loaded when a Bun program is measured.
  'core/bun-process': [
    'core',
    'core/attribution',
    'core/bun-process',
    'core/drive',
    'core/plateau',
    'core/process',
    'core/system-process',
    'core/target',
    'node',
  ],
  // Starts programs and reads what the system tells of them.
  'core/process': ['core', 'core/process', 'core/target', 'node'],
  'core/report': ['core', 'core/decide', 'core/plateau', 'core/report', 'node'],
  'core/snapshot': ['core/snapshot', 'node'],
  // Any program, measured by what the system tells of it.
  'core/system-process': [
    'core',
    'core/drive',
    'core/process',
    'core/system-process',
    'core/target',
    'node',
  ],
  // Without Node: it runs in pages, too.
  'core/target': [
    'core',
    'core/decide',
    'core/plateau',
    'core/report',
    'core/target',
    'core/witness',
  ],
  vitest: ['vitest', 'core', 'core/browser', 'core/loop', 'node', 'npm:vitest', 'npm:vitest/node'],
  // Without Node: it runs in pages.
  'vitest/browser': [
    'vitest',
    'vitest/browser',
    'core/browser',
    'core/browser/attribution',
    'npm:vitest',
    'npm:vitest/browser',
  ],
  // The only one that knows every target.
  cli: [
    'cli',
    'cli/init',
    'cli/load',
    'cli/mcp',
    'cli/report',
    'core',
    'core/attribution',
    'core/drive',
    'core/loop',
    'core/process',
    'core/soak',
    'go',
    'go/command',
    'go/kit',
    'memlab',
    'node',
  ],
  // Sends what a soak consists of; it knows no target.
  'cli/load': ['cli', 'cli/load', 'core', 'core/drive', 'core/process', 'go/kit', 'node', 'npm:ws'],
  // Reads and changes the configuration of a project's runner; loaded by `init --unit` alone.
  'cli/init': ['cli/init', 'core', 'core/process', 'node', 'npm:@babel/parser', 'npm:jsonc-parser'],
  // Serves assistants; loaded by `mcp` alone.
  'cli/mcp': [
    'cli',
    'cli/mcp',
    'cli/report',
    'core',
    'core/attribution',
    'go/kit',
    'node',
    'npm:@modelcontextprotocol/server',
    'npm:@modelcontextprotocol/server/stdio',
    'npm:zod',
  ],
  // Made from the records of a run alone: they know no target.
  'cli/report': ['cli', 'cli/report', 'core', 'core/soak', 'go/kit', 'node'],
  go: ['go', 'go/kit', 'core', 'core/attribution', 'core/drive', 'core/process', 'node'],
  // What both commands are made of: command lines, ends, pages. It knows neither.
  'go/kit': ['core', 'go/kit', 'node'],
  // Knows the names of checks alone: it never loads what it lints.
  'eslint-plugin': ['eslint-plugin', 'npm:eslint', 'npm:estree'],
  jest: ['jest', 'core', 'core/loop', 'node', 'npm:@jest/globals'],
  memlab: [
    'memlab',
    'core',
    'core/attribution',
    'expose-gc-wrapper',
    'node',
    'npm:@jridgewell/trace-mapping',
    'npm:@playwright/test',
    'npm:puppeteer-core',
  ],
}

const IMPORT =
  /^\s*(?:(?:import|export)\b[^'"]*?\bfrom\s*|import\s*)['"]([^'"]+)['"]|\bimport\(\s*['"]([^'"]+)['"]/gm

function layerOf(file: string): string {
  const [, name = '', , ...rest] = file.split('/')
  const layer = `${name}/${rest[0]}`
  return rest.length > 1 && layer in ALLOWED ? layer : name
}

function targetOf(file: string, specifier: string): string {
  if (specifier.startsWith('node:')) return 'node'
  if (specifier.startsWith('@plateau/')) return specifier.slice('@plateau/'.length)
  if (specifier.startsWith('.')) return layerOf(normalize(join(dirname(file), specifier)))
  return `npm:${specifier}`
}

function violations(file: string, source: string): string[] {
  return [...source.matchAll(IMPORT)].flatMap(([, still, lazy]) => {
    const target = targetOf(file, still ?? lazy ?? '')
    return ALLOWED[layerOf(file)]?.includes(target) ? [] : [`${file} must not import ${target}`]
  })
}

test('every import follows the layers', () => {
  const root = join(import.meta.dirname, '..')
  const files = globSync('packages/*/src/**/*.ts', { cwd: root })

  const broken = files.flatMap((file) => violations(file, readFileSync(join(root, file), 'utf8')))

  expect(files.length).toBeGreaterThan(40)
  expect(broken).toEqual([])
})

test.each([
  ['packages/core/src/plateau/planted.ts', `import fs from 'node:fs'`, 'node'],
  [
    'packages/core/src/plateau/planted.ts',
    `import { turns } from '../engine/clock.ts'`,
    'core/engine',
  ],
  ['packages/core/src/planted.ts', `export { expect } from 'vitest'`, 'npm:vitest'],
  ['packages/jest/src/planted.ts', `const other = await import('@plateau/vitest')`, 'vitest'],
  ['packages/core/src/probe/planted.ts', `import '../report/units.ts'`, 'core/report'],
])('a planted violation in %s is found: %s', (file, source, target) => {
  expect(violations(file, source)).toEqual([`${relative('.', file)} must not import ${target}`])
})
