// One round: each kind checked once, by the real matcher, in one run of a real runner.
import { spawn } from 'node:child_process'
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describeVerdict } from '@plateau/core'
import { culpritColumns } from '../rows.mjs'
import { RUNNERS } from './false-alarms-runners.mjs'
import { installedProject, nodeBinary, root, VERSIONS } from '../installed-project.mjs'

const kindsFolder = join(root, 'corpus', 'clean-kinds')

/** Kinds that share a test file, and so a worker, in a round of shared workers. */
const KINDS_IN_A_FILE = 12

/** `{ name, group }`: `node` is the platform alone, `packages` published packages under real use. */
export function cleanKinds() {
  return ['node', 'packages'].flatMap((group) =>
    readdirSync(join(kindsFolder, group)).map((file) => ({
      name: file.slice(0, -'.mjs'.length),
      group,
    })),
  )
}

/** A folder with both runners, the adapters and every package that a kind uses. */
export function installKinds() {
  const { dependencies } = JSON.parse(readFileSync(join(kindsFolder, 'install.json'), 'utf8'))
  return installedProject({
    name: 'false-alarms',
    dependencies: {
      '@plateau/vitest': 'packed',
      '@plateau/jest': 'packed',
      vitest: VERSIONS.vitest,
      jest: VERSIONS.jest,
      ...dependencies,
    },
  })
}

/** Rows of one round. `round` is `{ number, runner, node, busy, worker, timeoutMs }`, `kinds` in the order they run. */
export async function runRound(project, round, kinds) {
  const { kindsInARun } = RUNNERS[round.runner]
  const rows = []
  for (let at = 0; at < kinds.length; at += kindsInARun) {
    rows.push(...(await runKinds(project, round, kinds.slice(at, at + kindsInARun))))
  }
  return rows
}

/** Rows of one run of a runner. */
async function runKinds(project, round, kinds) {
  const folder = join(project, 'runs', `${process.pid}-${round.number}-${kinds[0].name}`)
  const verdicts = join(folder, 'verdicts.ndjson')
  const report = join(folder, 'report.json')
  mkdirSync(join(folder, 'kinds'), { recursive: true })
  const size = round.worker === 'fresh' ? 1 : KINDS_IN_A_FILE
  for (let at = 0; at < kinds.length; at += size) {
    const name = `${String(at).padStart(3, '0')}.test.mjs`
    writeFileSync(join(folder, name), testFile(round, kinds.slice(at, at + size)))
  }
  for (const { name, group } of kinds) {
    const source = readFileSync(join(kindsFolder, group, `${name}.mjs`))
    writeFileSync(join(folder, 'kinds', `${name}.mjs`), source)
  }
  const burners = round.busy ? startBurners() : []
  try {
    const args = RUNNERS[round.runner].command({ project, folder, report })
    const output = await run(nodeBinary(round.node), args, {
      cwd: folder,
      env: { ...process.env, PLATEAU_VERDICTS: verdicts, CI: '1' },
    })
    return readRows({ round, kinds, verdicts, report, output })
  } finally {
    for (const burner of burners) burner.kill()
    rmSync(folder, { recursive: true, force: true })
  }
}

function testFile({ runner, timeoutMs }, kinds) {
  const imports = kinds.map(
    ({ name }, at) => `import { scenario as kind${at} } from './kinds/${name}.mjs'`,
  )
  const tests = kinds.map(
    ({ name }, at) =>
      `test('${name}', async () => {\n  await expect(kind${at}).not.toLeak()\n}, ${timeoutMs})`,
  )
  return [RUNNERS[runner].imports, ...imports, ...tests, ''].join('\n')
}

/** Ends with the process that started it: one that was left behind would burn on beside whatever is measured next. */
const BURNER = 'const { ppid } = process; while (process.ppid === ppid) Math.sqrt(Math.random())'

/** Two processes that use a whole processor each. */
function startBurners() {
  return [1, 2].map(() => spawn(process.execPath, ['-e', BURNER], { stdio: 'ignore' }))
}

/** What the runner printed, once it has ended. */
function run(command, args, options) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { ...options, stdio: ['ignore', 'pipe', 'pipe'] })
    let output = ''
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', (text) => {
        output = (output + text).slice(-20_000)
      })
    }
    child.once('error', reject).once('close', (code, signal) => {
      resolve(`${output}\nThe runner ended with ${signal ?? `code ${code}`}.`)
    })
  })
}

function readRows({ round, kinds, verdicts, report, output }) {
  const judged = verdictsByTest(verdicts)
  const failures = failuresByTest(report)
  return kinds.map(({ name, group }) => {
    const verdict = judged.get(name)
    const failure = failures.get(name)
    // A plateau that its test does not pass failed for another reason.
    const isError = !verdict || (verdict.kind === 'plateau' && failure !== undefined)
    const grown = verdict?.growth?.[0] ?? verdict?.suspects?.[0]
    return {
      id: name,
      variant: 'clean',
      group,
      runner: round.runner,
      node: round.node,
      machine: round.busy ? 'busy' : 'idle',
      worker: round.worker,
      round: round.number,
      kind: isError ? 'error' : verdict.kind,
      ...(verdict?.reason && { reason: verdict.reason }),
      probe: grown?.probe ?? null,
      perIteration: grown?.perIteration ?? null,
      ...culpritColumns(verdict),
      iterations: verdict?.iterations ?? null,
      ms: verdict ? Math.round(verdict.elapsedMs) : null,
      ...((isError || verdict.kind !== 'plateau') && {
        message: failure ?? (verdict ? describeVerdict(verdict) : `no verdict\n${output}`),
        series: verdict?.series,
      }),
    }
  })
}

function verdictsByTest(path) {
  const lines = existsSync(path) ? readFileSync(path, 'utf8').split('\n').filter(Boolean) : []
  return new Map(lines.map((line) => JSON.parse(line)).map((verdict) => [verdict.test, verdict]))
}

function failuresByTest(path) {
  if (!existsSync(path)) return new Map()
  const { testResults } = JSON.parse(readFileSync(path, 'utf8'))
  return new Map(
    testResults.flatMap(({ assertionResults, message }) =>
      assertionResults
        .filter(({ status }) => status !== 'passed')
        .map(({ title, failureMessages }) => [title, failureMessages?.join('\n') || message]),
    ),
  )
}
