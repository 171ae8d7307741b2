// Compares the culprit that every leaky case is told to have with the true one.
import { spawnSync } from 'node:child_process'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { basename, join, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { install, nodeBinary, root } from '../installed-project.mjs'
import { startProgress } from '../progress.mjs'
import { readOptions } from '../read-options.mjs'
import { verdictColumns, writeRows } from '../rows.mjs'

const TWINS = join(root, 'packages', 'core', 'test', 'leaks')
const PROCESS_METRICS = ['heap', 'external', 'handles', 'fds']

const { options, misuse } = readCulpritOptions()
const cases = [
  ...(options.wants('leaks') ? twinCases() : []),
  ...(options.wants('corpus') ? await corpusCases(join(root, 'corpus')) : []),
  ...(options.dir && options.wants('dir') ? await corpusCases(options.dir) : []),
].filter(({ id }) => options.only.length === 0 || options.only.includes(id))
if (cases.length === 0) misuse(`No leaky case matches --case ${options.only.join(', ')}.`)

const progress = startProgress({ total: cases.length, unit: 'leaks' })
const rows = cases.map((one, at) => {
  progress.show(at, one.id)
  const row = judge(one, run(one))
  progress.say(
    [
      row.name.padEnd(10),
      `line ${row.line}`.padEnd(15),
      row.id.padEnd(36),
      row.container ?? row.why,
    ].join(' '),
  )
  return row
})
progress.end()
summarise(rows)
writeRows(options.json, rows)
process.exitCode = rows.some(({ name }) => name === 'wrong') ? 1 : 0

function readCulpritOptions() {
  const { options: given, misuse } = readOptions('culprits', {
    options: {
      dir: {
        value: 'PATH',
        text: 'a further folder with install.json, cases/*.mjs and perhaps truth.json',
      },
      only: {
        value: 'NAME',
        text: 'those of the tests, of the corpus, or of --dir',
        oneOf: ['leaks', 'corpus', 'dir'],
        isRepeated: true,
      },
      case: { value: 'ID', text: 'only this case', isRepeated: true },
      node: { value: 'MAJOR', text: '22, 24 or 26; the running Node where it is not given' },
      limit: {
        value: 'MS',
        text: 'the time limit of one check',
        default: 30_000,
        least: 1,
      },
    },
    rows: 'one row a case',
    notes: 'Ends with 1 when a wrong name was told. "not found" is no wrong name.',
  })
  const node = given.node ?? process.versions.node.split('.')[0]
  const options = {
    dir: given.dir && resolve(root, given.dir),
    wants: (name) => given.only.length === 0 || given.only.includes(name),
    only: given.case,
    node,
    binary: nodeBinary(node),
    limitMs: given.limit,
    json: given.json,
  }
  return { options, misuse }
}

/** The twins of the tests; what is true of each is written down beside them. */
function twinCases() {
  const truths = JSON.parse(readFileSync(join(TWINS, 'truth.json'), 'utf8'))
  return Object.entries(truths).map(([id, { containerNames, text }]) => {
    const file = join(TWINS, `${id}.ts`)
    const lines = readFileSync(file, 'utf8').split('\n')
    const places = lines.flatMap((line, at) => {
      const isTrue = [text].flat().some((wanted) => line.includes(wanted))
      return isTrue ? [{ file: basename(file), line: at + 1 }] : []
    })
    return { id, file, truth: { containerNames, places } }
  })
}

async function corpusCases(dir) {
  if (!existsSync(join(dir, 'install.json'))) misuse(`--dir ${dir} has no install.json.`)
  const packages = install({
    name: 'corpus',
    ignorePeers: true,
    manifest: JSON.parse(readFileSync(join(dir, 'install.json'), 'utf8')),
    files: { 'load-here.mjs': 'export default (specifier) => import(specifier)\n' },
  })
  const truths = existsSync(join(dir, 'truth.json'))
    ? JSON.parse(readFileSync(join(dir, 'truth.json'), 'utf8'))
    : {}
  const found = []
  for (const name of readdirSync(join(dir, 'cases')).filter((file) => file.endsWith('.mjs'))) {
    const file = join(dir, 'cases', name)
    const { meta } = await import(pathToFileURL(file))
    const isHere = !meta.node || meta.node.map(String).includes(options.node)
    if (meta.leaky === null || !isHere || !PROCESS_METRICS.includes(meta.metric)) continue
    const id = name.slice(0, -'.mjs'.length)
    const truth = truths[id]
    found.push({
      id,
      file,
      loader: join(packages, 'load-here.mjs'),
      alias: `${id}-leaky`,
      truth: truth && {
        containerNames: truth.containerNames,
        places: [truth.addedAt, ...(truth.alsoAt ?? [])].filter(Boolean),
      },
    })
  }
  return found
}

function run({ file, loader, alias }) {
  const startedMs = performance.now()
  const task = JSON.stringify({ file, loader, alias, timeLimitMs: options.limitMs })
  const { stdout, stderr } = spawnSync(
    options.binary,
    ['--no-warnings', join(root, 'workshop', 'corpus', 'culprit-case.mjs'), task],
    { cwd: root, encoding: 'utf8', maxBuffer: 2 ** 26, timeout: 4 * options.limitMs },
  )
  const ms = Math.round(performance.now() - startedMs)
  try {
    // A package may print lines of its own before the verdict.
    return { ms, verdict: JSON.parse(stdout.slice(stdout.lastIndexOf('\n') + 1)) }
  } catch {
    return { ms, error: stderr.trim().split('\n').at(-1) ?? 'no verdict' }
  }
}

/** `right`: a true name is told; `wrong`: a name is told, and none is true; `not found`: none is told. */
function judge({ id, truth }, { ms, verdict, error }) {
  const culprits = verdict?.culprits ?? []
  const told = culprits.filter(({ path }) => path.length > 0).flatMap(namesOf)
  const places = culprits.flatMap(({ site, addedAt, calledFrom }) =>
    [site, addedAt, calledFrom].filter(Boolean),
  )
  return {
    id,
    variant: 'leaky',
    runner: 'node',
    node: options.node,
    ...verdictColumns(verdict),
    ms,
    name: nameVerdict(truth, told),
    line: lineVerdict(truth, places),
    why: error ?? verdict?.notes?.join(' ') ?? verdict?.reason ?? 'nothing was told',
  }
}

function namesOf({ type, path, site, details = [], alsoHeldBy = [] }) {
  const steps = [path, ...alsoHeldBy].flat().flatMap((step) => [step.name, step.type])
  return [type, ...steps, ...details, site?.function ?? ''].filter(Boolean)
}

function nameVerdict(truth, told) {
  if (told.length === 0) return 'not found'
  if (!truth) return 'no truth'
  const text = told.join('\n').toLowerCase()
  return truth.containerNames.some((name) => text.includes(name.toLowerCase())) ? 'right' : 'wrong'
}

function lineVerdict(truth, places) {
  if (places.length === 0) return 'not found'
  if (!truth) return 'no truth'
  const isTrue = (place) =>
    truth.places.some(({ file, line }) => place.file.endsWith(file) && place.line === line)
  return places.some(isTrue) ? 'right' : 'other'
}

function summarise(all) {
  const counted = all.filter(({ name }) => name !== 'no truth')
  const count = (key, wanted) => counted.filter((row) => row[key] === wanted).length
  console.log(
    `\n${counted.length} leaks with a known truth: name right ${count('name', 'right')}, wrong ${count('name', 'wrong')}, not found ${count('name', 'not found')}; line right ${count('line', 'right')}, other ${count('line', 'other')}, not found ${count('line', 'not found')}`,
  )
}
