import {
  copyFileSync,
  existsSync,
  globSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { parse } from 'yaml'
import { root } from '../workshop/installed-project.mjs'
import { testOfWhole } from './whole.ts'
import { runSteps, type WorkflowStep } from './workflow-steps.ts'

interface Workflow {
  readonly jobs: Readonly<Record<string, { readonly steps: readonly WorkflowStep[] }>>
}

const RECIPES = [
  'packages/cli/recipes/*.yml',
  'docs/recipes/github-*.yml',
  '.github/workflows/*.yml',
]

/** The first majors that run on Node 24; GitHub ends older ones. */
const CURRENT: Readonly<Record<string, number>> = {
  'actions/checkout': 7,
  'actions/setup-node': 7,
  'actions/setup-go': 7,
  'actions/cache/restore': 6,
  'actions/cache/save': 6,
  'actions/upload-artifact': 7,
  'actions/download-artifact': 8,
  'changesets/action': 1,
}

test.each(globSync(RECIPES, { cwd: root }))('%s uses the current major of every action', (file) => {
  const used = readFileSync(join(root, file), 'utf8').matchAll(/uses: (\S+)@v(\d+)/g)

  for (const [, name = '', major] of used) {
    if (!name.endsWith('/plateau')) expect(Number(major), name).toBe(CURRENT[name])
  }
})

testOfWhole(
  'the nightly recipe keeps its history over red nights, and tells of them',
  () => {
    const { cwd, night } = nights()

    const clean = night('none')
    const red = night('leak')
    const after = night('none')

    expect(clean.failed).toEqual([])
    expect(red.failed).toEqual(['npx plateau soak --out plateau-out'])
    expect(after.failed).toEqual([])
    const lines = readFileSync(join(cwd, 'plateau-history.ndjson'), 'utf8').trim().split('\n')
    expect(lines.map((line) => JSON.parse(line).outcome)).toEqual([
      expect.stringMatching(/plateau|unsettled/),
      'growth',
      expect.stringMatching(/plateau|unsettled/),
    ])
  },
  120_000,
)

/** A checkout with the configuration that `plateau init` writes, made short; each night is a fresh one with a cache. */
function nights() {
  const folder = mkdtempSync(join(tmpdir(), 'plateau-nights-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true, maxRetries: 5 }))
  const cwd = join(folder, 'checkout')
  const saved = join(folder, 'cache.ndjson')
  const bin = join(folder, 'bin')
  mkdirSync(bin)
  writeFileSync(join(bin, 'npm'), '#!/bin/sh\n', { mode: 0o755 })
  writeFileSync(
    join(bin, 'npx'),
    `#!/bin/sh\nshift\nexec '${process.execPath}' --no-warnings '${join(root, 'packages/cli/bin/plateau.js')}' "$@"\n`,
    { mode: 0o755 },
  )
  const { jobs } = parse(
    readFileSync(join(root, 'packages/cli/recipes/github-nightly.yml'), 'utf8'),
  ) as Workflow
  const server = join(root, 'packages/cli/test/fixtures/servers/server.cjs')
  let count = 0

  function night(fault: string) {
    rmSync(cwd, { recursive: true, force: true })
    mkdirSync(cwd)
    symlinkSync(server, join(cwd, 'server.cjs'))
    writeFileSync(
      join(cwd, 'plateau.config.mjs'),
      `export default { target: { command: ['${process.execPath}', 'server.cjs', '${fault}'] }, load: { request: '/' }, iterations: 3000 }\n`,
    )
    const outcomes = runSteps(jobs['soak']?.steps ?? [], {
      cwd,
      environment: { ...process.env, PATH: `${bin}${delimiter}${process.env['PATH']}`, CI: 'true' },
      contexts: { github: { run_id: String(++count), run_attempt: '1' } },
      actions: {
        'actions/cache/restore': ({ path = '' }) => {
          if (existsSync(saved)) copyFileSync(saved, join(cwd, path))
        },
        'actions/cache/save': ({ path = '' }) => copyFileSync(join(cwd, path), saved),
      },
    })
    const failed = outcomes.filter(({ status }) => status !== 0).map(({ step }) => step.run)
    return { failed, outcomes }
  }
  return { cwd, night }
}
