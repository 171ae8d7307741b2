// One round: each kind checked once, by the real matcher, in one run of a real runner.
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describeVerdict } from '@plateau/core'
import { startBurners } from '../burners.mjs'
import { installedProject, nodeBinary, root, VERSIONS } from '../installed-project.mjs'
import { verdictColumns } from '../rows.mjs'
import { runWatched } from '../run-watched.mjs'
import { RUNNERS } from './false-alarms-runners.mjs'

const kindsFolder = join(root, 'corpus', 'clean-kinds')

/** Kinds that share a test file, and so a worker, in a round of shared workers. */
const KINDS_IN_A_FILE = 12

/** `{ name, group }`: `node` is the platform alone, `packages` published packages under real use, `everyday` the tests that a new user writes first. */
export function cleanKinds() {
  return ['node', 'packages', 'everyday'].flatMap((group) =>
    readdirSync(join(kindsFolder, group)).map((file) => ({
      name: file.slice(0, -'.mjs'.length),
      group,
    })),
  )
}

/** A folder with both runners, the adapters and every package that a kind uses. */
export function installKinds() {
  const install = readFileSync(join(kindsFolder, 'install.json'), 'utf8')
  const { dependencies, overrides } = JSON.parse(install)
  return installedProject({
    name: 'false-alarms',
    dependencies: {
      '@plateau/vitest': 'packed',
      '@plateau/jest': 'packed',
      vitest: VERSIONS.vitest,
      jest: VERSIONS.jest,
      ...dependencies,
    },
    overrides,
  })
}

/** Rows of one round. `round` is `{ number, runner, node, busy, worker, timeoutMs, show }`, `kinds` in the order they run. */
export async function runRound(project, round, kinds) {
  const { kindsInARun } = RUNNERS[round.runner]
  const rows = []
  for (let at = 0; at < kinds.length; at += kindsInARun) {
    const show = (done) => round.show(rows.length + done)
    rows.push(...(await runKinds(project, { ...round, show }, kinds.slice(at, at + kindsInARun))))
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
    const output = await runWatched({
      command: nodeBinary(round.node),
      args,
      cwd: folder,
      env: { ...process.env, PLATEAU_VERDICTS: verdicts, CI: '1' },
      verdicts,
      show: round.show,
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

function readRows({ round, kinds, verdicts, report, output }) {
  const judged = verdictsByTest(verdicts)
  const failures = failuresByTest(report)
  return kinds.map(({ name, group }) => {
    const verdict = judged.get(name)
    const failure = failures.get(name)
    // A plateau that its test does not pass failed for another reason.
    const isError = !verdict || (verdict.kind === 'plateau' && failure !== undefined)
    return {
      id: name,
      variant: 'clean',
      group,
      runner: round.runner,
      node: round.node,
      machine: round.busy ? 'busy' : 'idle',
      worker: round.worker,
      round: round.number,
      ...verdictColumns(verdict),
      ...(isError && { kind: 'error' }),
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
