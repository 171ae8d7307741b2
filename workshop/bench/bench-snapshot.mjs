// Reads heap snapshots of several sizes with our reader and with others', each in a process of its own
// and in turn: only ratios within one run mean something on a busy machine. Prints a table.

import { spawnSync } from 'node:child_process'
import {
  createReadStream,
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  statSync,
} from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { cache, install, root } from '../installed-project.mjs'
import { startProgress } from '../progress.mjs'
import { readOptions } from '../read-options.mjs'
import { writeRows } from '../rows.mjs'

/** Installed when they are measured, never with this workspace. */
const OTHERS = {
  memlab: { name: '@memlab/core', version: '2.0.5' },
  devtools: { name: 'heap-snapshot-toolkit', version: '1.1.3' },
  rust: { name: '@vscode/v8-heap-parser', version: '0.1.0' },
}

/** A heap full of small objects of many kinds. */
const FILL = `
class Session {
  constructor(at) {
    this.at = at
    this.name = 'session ' + at
    this.tags = ['a' + (at % 100), 'b', at * 1.5]
    this.headers = new Map([['id', at], ['host', { name: 'host ' + (at % 1000) }]])
    this.seen = new Set(['x' + at])
    this.onData = (chunk) => this.seen.add(chunk)
    this.link = { session: this, before: globalThis.last }
  }
}
globalThis.sessions = new Map()
globalThis.notes = new WeakMap()
for (let at = 0; at < Number(process.argv[2]); at++) {
  const session = new Session(at)
  globalThis.sessions.set('key ' + at, session)
  if (at % 50 === 0) globalThis.notes.set(session, { note: 'note ' + at })
  globalThis.last = session.link
}
require('node:v8').writeHeapSnapshot(process.argv[1])
`

/** Objects that make about 1 MB of file. */
const OBJECTS_PER_MEGABYTE = 770
/** What a process that does nothing has in its snapshot. */
const BARE_MEGABYTES = 4.5

/**
 * Loads a reader, and returns what reads a file and computes the retained size of every node; the answer
 * is that of the root. Loading is not measured. Of memlab only these two steps are run; DevTools' code
 * cannot leave out its distances and class names.
 */
const READERS = {
  async ours() {
    const from = (name) =>
      import(pathToFileURL(join(root, 'packages', 'core', 'dist', 'snapshot', name)).href)
    const { readSnapshotFile } = await from('read-snapshot.js')
    const { computeDominators } = await from('dominators.js')
    return (file) => computeDominators(readSnapshotFile(file)).retainedBytes[0]
  },
  async memlab(require) {
    const { TraceFinder, utils } = require(OTHERS.memlab.name)
    return async (file) => {
      const snapshot = await utils.getSnapshotFromFile(file, { buildNodeIdIndex: true })
      new TraceFinder().calculateAllNodesRetainedSizes(snapshot)
      return snapshot.nodes.get(0).retainedSize
    }
  },
  async devtools(require) {
    const { parse } = await import(pathToFileURL(require.resolve(OTHERS.devtools.name)).href)
    return async (file) => (await parse(createReadStream(file, 'utf8'))).retainedSizes[0]
  },
  async rust(require) {
    const { decode_bytes } = require(OTHERS.rust.name)
    return (file) => {
      const graph = decode_bytes(readFileSync(file))
      // The only call that computes retained sizes.
      const [largest] = graph.get_class_groups(0, 1, false)
      return Number(largest.retained_size)
    }
  },
}

const { options } = readOptions('bench:snapshot', {
  options: {
    sizes: { value: 'MB,MB', text: 'of the files', default: '5,20,100,300' },
    rounds: { value: 'N', text: 'of each the fastest is told', default: 3, least: 1 },
    readers: { value: 'NAME,NAME', default: Object.keys(READERS).join(',') },
    read: { value: 'FILE', text: 'internal: this process is one of the measured ones' },
    others: { value: 'PATH', text: 'internal: where the readers of others are installed' },
  },
  rows: 'one row a size and reader',
})

if (options.read) await readOnce(options.readers, options.read)
else compare()

async function readOnce(reader, file) {
  const read = await READERS[reader](createRequire(join(options.others, 'package.json')))
  const before = process.cpuUsage()
  const startedMs = performance.now()
  const rootBytes = await read(file)
  const wallMs = performance.now() - startedMs
  const { user } = process.cpuUsage(before)
  // memlab writes its progress to stdout, and to stderr, too.
  process.stderr.write(
    `\n${JSON.stringify({ wallMs, cpuMs: user / 1000, peakMegabytes: process.resourceUsage().maxRSS / 1e3, rootBytes })}`,
  )
}

function compare() {
  const others = install({
    name: 'snapshot-readers',
    manifest: {
      name: 'snapshot-readers',
      private: true,
      dependencies: Object.fromEntries(
        Object.values(OTHERS).map(({ name, version }) => [name, version]),
      ),
    },
  })
  const rows = []
  line('file MB', 'reader', 'wall ms', 'user ms', 'peak MB', '× wall', '× user', '× peak')
  const sizes = options.sizes.split(',').map(Number)
  const readers = options.readers.split(',')
  const total = sizes.length * options.rounds * readers.length
  const progress = startProgress({ total, unit: 'runs' })
  let done = 0
  for (const megabytes of sizes) {
    const file = snapshotFile(megabytes)
    const runs = []
    for (let round = 0; round < options.rounds; round++) {
      for (const reader of readers) {
        progress.show(done++, `${megabytes} MB, ${reader}`)
        runs.push({ reader, ...measure({ reader, file, others }) })
      }
    }
    const ofSize = summary(runs, file)
    progress.end()
    print(ofSize)
    rows.push(...ofSize)
  }
  writeRows(options.json, rows)
}

function measure({ reader, file, others }) {
  const { stderr } = node(
    '--max-old-space-size=16000',
    fileURLToPath(import.meta.url),
    ...['--read', file, '--readers', reader, '--others', others],
  )
  return JSON.parse(/^\{"wallMs".*\}/m.exec(stderr)[0])
}

function node(...args) {
  const run = spawnSync(process.execPath, args, { encoding: 'utf8', maxBuffer: 2 ** 28 })
  if (run.status !== 0) throw new Error(`node ${args.join(' ')} failed:\n${run.stderr}`)
  return run
}

/** Of each reader the fastest run: everything else that runs can only add to it. */
function summary(runs, file) {
  const best = (reader, quantity) =>
    Math.min(...runs.filter((run) => run.reader === reader).map((run) => run[quantity]))
  return [...new Set(runs.map(({ reader }) => reader))].map((reader) => ({
    megabytes: Math.round(statSync(file).size / 1e6),
    reader,
    wallMs: Math.round(best(reader, 'wallMs')),
    cpuMs: Math.round(best(reader, 'cpuMs')),
    peakMegabytes: Math.round(best(reader, 'peakMegabytes')),
    wallRatio: best(reader, 'wallMs') / best('ours', 'wallMs'),
    cpuRatio: best(reader, 'cpuMs') / best('ours', 'cpuMs'),
    peakRatio: best(reader, 'peakMegabytes') / best('ours', 'peakMegabytes'),
    rootBytes: best(reader, 'rootBytes'),
    rounds: options.rounds,
    node: process.version,
  }))
}

function line(...cells) {
  console.log(cells.map((cell) => String(cell).padStart(10)).join(' '))
}

function print(rows) {
  for (const row of rows) {
    line(
      ...[row.megabytes, row.reader, row.wallMs, row.cpuMs, row.peakMegabytes],
      ...[row.wallRatio, row.cpuRatio, row.peakRatio].map((ratio) => ratio.toFixed(2)),
    )
  }
}

/** A snapshot of about this size; made once. */
function snapshotFile(megabytes) {
  const folder = join(cache, 'snapshots')
  const file = join(folder, `${megabytes}-mb-${process.version}.heapsnapshot`)
  if (existsSync(file)) return file
  mkdirSync(folder, { recursive: true })
  const objects = Math.max(0, Math.round((megabytes - BARE_MEGABYTES) * OBJECTS_PER_MEGABYTE))
  node('--max-old-space-size=16000', '-e', FILL, `${file}.part`, String(objects))
  renameSync(`${file}.part`, file)
  return file
}
