// A project to ask the MCP server about: a real heap of more than 100 MB twice, a leak that many stores have, a test,
// a server. What grows is named Session in all of them.
import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync, renameSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { installedProject, root, VERSIONS } from '../installed-project.mjs'

export const SNAPSHOTS = ['before.heapsnapshot', 'after.heapsnapshot']

/** A real program: TypeScript's compiler, which has read the types of Vitest, of Node and of the browser. */
const HEAP = `const ts = require('typescript')
const { writeHeapSnapshot } = require('node:v8')
const [, , ...into] = process.argv
class Session { constructor(at) { this.at = at; this.file = parsed(at) } }
const sessions = new Map()
const program = ts.createProgram(['node_modules/vitest/dist/index.d.ts'], {
  module: ts.ModuleKind.NodeNext,
  moduleResolution: ts.ModuleResolutionKind.NodeNext,
  target: ts.ScriptTarget.ESNext,
  strict: true,
  types: ['node'],
})
program.getTypeChecker()
function parsed(at) {
  return ts.createSourceFile(at + '.ts', 'export const at = ' + at, ts.ScriptTarget.ESNext)
}
function open(at) { sessions.set(at, new Session(at)) }
module.exports = { open, program }
writeHeapSnapshot(into[0])
for (let at = 0; at < 2000; at++) open(at)
// Later: now the stack holds the map, too, by no name.
setImmediate(() => writeHeapSnapshot(into[1]))
`

/** So many stores grow that a failure has much to tell. */
const STORES = 20

const LEAKY = `const stores = Array.from({ length: ${STORES} }, () => new Map())
${Array.from({ length: STORES }, (_, at) => `class Session${at} { constructor(at) { this.at = at; this.list = [at] } }`).join('\n')}
export function scenario() {
${Array.from({ length: STORES }, (_, at) => `  stores[${at}].set(stores[${at}].size, new Session${at}(${at}))`).join('\n')}
}
`

const TESTED = `import { test } from 'vitest'
const sessions = []
test('opens', () => void sessions.push({ at: sessions.length }))
test('parses', () => void JSON.parse('{"a":1}'))
`

/** The folder of the project, in which both snapshots lie, and their bytes. */
export function mcpProject() {
  const project = installedProject({
    name: 'mcp-answers',
    dependencies: {
      '@plateau/cli': 'packed',
      '@plateau/vitest': 'packed',
      '@types/node': '24.10.1',
      typescript: '5.9.3',
      vitest: VERSIONS.vitest,
    },
    files: {
      'heap.cjs': HEAP,
      'leaky.mjs': LEAKY,
      'sessions.test.js': TESTED,
      'server.cjs': readFileSync(
        join(root, 'packages', 'cli', 'test', 'fixtures', 'servers', 'server.cjs'),
        'utf8',
      ),
    },
  })
  if (!SNAPSHOTS.every((name) => existsSync(join(project, name)))) takeSnapshots(project)
  return { project, bytes: SNAPSHOTS.map((name) => statSync(join(project, name)).size) }
}

function takeSnapshots(cwd) {
  const parts = SNAPSHOTS.map((name) => `${name}.part`)
  const { status, stderr } = spawnSync(process.execPath, ['heap.cjs', ...parts], {
    cwd,
    encoding: 'utf8',
  })
  if (status !== 0) throw new Error(`heap.cjs ended with ${status}:\n${stderr}`)
  for (const [at, name] of SNAPSHOTS.entries()) renameSync(join(cwd, parts[at]), join(cwd, name))
}
