// What each tool of the MCP server answers, asked by the SDK's own client: its bytes, and the seconds that it took.
import { setTimeout as wait } from 'node:timers/promises'
import { openClient } from '../../packages/cli/test/mcp/open-client.mjs'
import { machineLine, markdownTable, writeFigures } from '../figures.mjs'
import { startProgress } from '../progress.mjs'
import { readOptions } from '../read-options.mjs'
import { aligned, writeRows } from '../rows.mjs'
import { mcpProject, SNAPSHOTS } from './mcp-project.mjs'

/** What docs/assistants.md promises of every answer. */
const MOST_BYTES = 8192
/** Of a snapshot of 100 MB: a client waits for a minute, and so does whoever watches it. */
const MOST_SECONDS = 15

const { options } = readOptions('mcp-answers', {
  options: { write: { text: 'write the figures into docs/figures.md' } },
  rows: 'one row an answer',
  notes: `Ends with 1 when an answer has ${MOST_BYTES} bytes or more, or one about a snapshot takes ${MOST_SECONDS} s or more.`,
})

const { project, bytes } = mcpProject()
const size = bytes.map((count) => `${Math.round(count / 1e6)} MB`).join(' and ')
const rows = await askAll()
writeRows(options.json, rows)
const table = [
  ['tool', 'asked for', 'bytes', 'seconds'],
  ...rows.map(({ tool, asked, bytes, seconds }) => [tool, asked, `${bytes}`, seconds.toFixed(1)]),
]
console.log(`snapshots of ${size}\n\n${aligned(table)}`)
if (options.write) writeFigures('mcp-answers', figures())
process.exitCode = rows.some(isOver) ? 1 : 0

async function askAll() {
  const rows = []
  const progress = startProgress({ total: 8, unit: 'answers' })
  const bin = 'node_modules/@plateau/cli/bin/plateau.js'
  const client = await openClient([process.execPath, bin, 'mcp'], project)
  const ask = async (tool, args) => {
    const { content, isError = false } = await client.callTool(tool, args)
    const text = content.map((part) => part.text).join('\n')
    if (isError) throw new Error(`${tool} answered an error: ${text}`)
    return text
  }
  const measure = async (tool, args, asked) => {
    progress.show(rows.length, tool)
    const startedMs = performance.now()
    const text = await ask(tool, args)
    const seconds = (performance.now() - startedMs) / 1000
    rows.push({ tool, asked, bytes: Buffer.byteLength(text), seconds })
    return text
  }
  try {
    await measureSnapshots(measure)
    await measure('check_scenario', { file: 'leaky.mjs' }, 'a leak in many stores')
    await measure('loop_tests', { runner: 'vitest', files: ['sessions.test.js'] }, 'a test file')
    await measureSoak(measure, ask)
  } finally {
    await client.close()
    progress.end()
  }
  return rows
}

async function measureSnapshots(measure) {
  const [before, after] = SNAPSHOTS
  const text = await measure('compare_snapshots', { before, after }, 'both')
  const [, id] = /Map @(\d+)/.exec(text) ?? []
  if (id === undefined) throw new Error(`The map that grew is not named:\n${text}`)
  await measure('paths_to_root', { snapshot: after, class: 'Session' }, 'a class')
  await measure('paths_to_root', { snapshot: after, id: Number(id) }, 'an object')
}

async function measureSoak(measure, ask) {
  const command = [process.execPath, 'server.cjs', 'leak']
  const asked = { command, request: '/', iterations: 2000 }
  const started = await measure('soak_start', asked, 'a leaky server')
  const [, run] = /^started: (.*)$/m.exec(started)
  await measure('soak_status', { run }, 'while it runs')
  while (!(await ask('soak_status', { run })).startsWith('It has ended')) await wait(500)
  await measure('soak_report', { run }, 'of a leak')
}

function isOver({ tool, asked, bytes, seconds }) {
  const isOfSnapshot = ['compare_snapshots', 'paths_to_root'].includes(tool)
  if (bytes < MOST_BYTES && !(isOfSnapshot && seconds >= MOST_SECONDS)) return false
  console.error(`${tool} (${asked}) is over: ${bytes} bytes, ${seconds.toFixed(1)} s`)
  return true
}

function figures() {
  return [
    '## Answers of the MCP server',
    `\`npm run measure -- mcp-answers\`: ${machineLine()} The snapshots are of TypeScript's compiler at work, ${size}.`,
    markdownTable(table),
  ].join('\n\n')
}
