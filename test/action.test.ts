import { spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Worker } from 'node:worker_threads'
import { expect, onTestFinished, test } from 'vitest'
import { parse } from 'yaml'
import { root } from '../workshop/installed-project.mjs'
import { runSteps, type WorkflowStep } from './workflow-steps.ts'

const ACTION = parse(readFileSync(join(root, 'action.yml'), 'utf8')) as {
  readonly inputs: Readonly<Record<string, { readonly default?: string }>>
  readonly runs: { readonly steps: readonly WorkflowStep[] }
}

const TOKEN = 'ghs_secret'

interface Check {
  readonly test: string
  readonly kind: 'plateau' | 'growth' | 'unsettled'
}

test('a leak is told in the summary, at its line and in one comment, which is edited once it is repaired', async () => {
  const job = await startJob()

  const red = await job.run([
    { test: 'orders', kind: 'growth' },
    { test: 'prices', kind: 'plateau' },
  ])
  const repaired = await job.run([{ test: 'orders', kind: 'plateau' }])

  expect(red.status).toBe(1)
  expect(red.output).toContain(
    '::error file=src/orders.js,line=7,col=3,title=growth%3A test/orders.test.js › orders::heap grew +8 per iteration%0Agrows         Order%0A',
  )
  expect(red.summary).toContain('## 🔴 Leak checks: 1 growth, 1 plateau')
  expect(red.summary).toContain('retained by   module src/orders.js → orders (Map) → Order')
  expect(red.outcome).toBe('growth')
  expect(repaired.status).toBe(0)
  expect(repaired.summary).toContain('## 🟢 Leak checks: 1 plateau')
  const { comments, writes } = await job.github()
  expect(writes).toEqual(['POST issues/7/comments', 'PATCH issues/comments/1'])
  expect(comments).toHaveLength(1)
  expect(comments[0]).toMatch(/^<!-- plateau leak checks -->\n## 🟢/)
}, 60_000)

test('where all was clean all the time, there is no comment', async () => {
  const job = await startJob()

  const { summary, status } = await job.run([{ test: 'orders', kind: 'plateau' }])

  expect(status).toBe(0)
  expect(summary).toContain('1 plateau')
  expect((await job.github()).comments).toEqual([])
}, 60_000)

test.each([
  [false, 'the job has no permission to. Give it permissions: pull-requests: write.'],
  [true, 'this pull request comes from a fork, whose jobs may only read.'],
])(
  'without permission for comments the summary has it all (from a fork: %s)',
  async (isFork, told) => {
    const job = await startJob({ isFork, isForbidden: true })

    const { summary, output, status } = await job.run([{ test: 'orders', kind: 'growth' }])

    expect(status).toBe(1)
    expect(summary).toContain('## 🔴 Leak checks: 1 growth')
    expect(summary).toContain(`No comment was written: ${told} The job’s summary has all of it.`)
    expect(output).toContain('::notice title=Plateau::No comment was written')
    expect(summary + output).not.toContain(TOKEN)
  },
  60_000,
)

test('against its base, what is new and what is repaired stand apart', async () => {
  const job = await startJob()
  job.commitBase([
    { test: 'old', kind: 'growth' },
    { test: 'repaired', kind: 'growth' },
    { test: 'broken', kind: 'plateau' },
  ])

  const { summary, status } = await job.run(
    [
      { test: 'old', kind: 'growth' },
      { test: 'repaired', kind: 'plateau' },
      { test: 'broken', kind: 'growth' },
    ],
    { base: 'true', 'base-setup': 'true' },
  )

  expect(status).toBe(1)
  expect(summary).toContain('| check | base | here |')
  expect(summary).toContain('| test/orders.test.js › repaired | 🔴 growth | 🟢 plateau |')
  expect(summary).toContain('| test/orders.test.js › broken | 🟢 plateau | 🔴 growth |')
  expect(summary).not.toContain('| test/orders.test.js › old |')
}, 60_000)

test('a command that fails without a verdict, and what it was given, are told as they are', async () => {
  const job = await startJob()

  const { status, summary, outcome } = await job.run([], { run: 'exit 127 # "$(rm -rf x)" `id`' })

  expect(status).toBe(127)
  expect(summary).toContain('## ⚪ Leak checks: the command failed')
  expect(outcome).toBe('failed')
}, 60_000)

test("a soak's own summary goes into the comment, and its exit code tells the outcome", async () => {
  const job = await startJob()

  const { outcome, summary } = await job.run([], {
    run: "mkdir -p plateau-out && echo '## 🔴 growth: api' > plateau-out/summary.md && exit 1",
  })

  expect(outcome).toBe('growth')
  expect(summary).toBe('')
  expect((await job.github()).comments[0]).toContain('## 🔴 growth: api')
}, 60_000)

interface JobOptions {
  readonly isFork?: boolean
  readonly isForbidden?: boolean
}

/** A checkout of a pull request with a command that leaves verdicts behind, and a GitHub that keeps comments. */
async function startJob({ isFork = false, isForbidden = false }: JobOptions = {}) {
  const folder = mkdtempSync(join(tmpdir(), 'plateau-action-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true, maxRetries: 5 }))
  const cwd = join(folder, 'checkout')
  const temp = join(folder, 'temp')
  for (const made of [cwd, temp]) mkdirSync(made)
  const github = await startGithub(isForbidden)
  const git = (...args: readonly string[]) =>
    spawnSync('git', ['-c', 'user.name=t', '-c', 'user.email=t@t', ...args], {
      cwd,
      encoding: 'utf8',
    })
  git('init', '--quiet')
  git('remote', 'add', 'origin', cwd)
  let base = ''

  return {
    github: github.state,
    commitBase(checks: readonly Check[]) {
      writeFileSync(join(cwd, 'leak-tests.mjs'), leakTests(checks))
      git('add', '.')
      git('commit', '--quiet', '-m', 'base')
      base = git('rev-parse', 'HEAD').stdout.trim()
    },
    async run(checks: readonly Check[], given: Readonly<Record<string, string>> = {}) {
      writeFileSync(join(cwd, 'leak-tests.mjs'), leakTests(checks))
      const summary = join(folder, 'summary.md')
      const event = join(folder, 'event.json')
      const pull = {
        number: 7,
        head: { repo: { full_name: isFork ? 'mallory/shop' : 'acme/shop' } },
        base: { sha: base },
      }
      writeFileSync(summary, '')
      writeFileSync(event, JSON.stringify({ pull_request: pull }))
      const defaults = Object.entries(ACTION.inputs).map(([name, { default: text = '' }]) => [
        name,
        text,
      ])
      const inputs = {
        ...Object.fromEntries(defaults),
        run: `'${process.execPath}' leak-tests.mjs`,
        token: TOKEN,
        ...given,
      }
      const outcomes = runSteps(ACTION.runs.steps, {
        cwd,
        environment: {
          PATH: process.env['PATH'],
          HOME: folder,
          CI: 'true',
          GITHUB_ACTIONS: 'true',
          GITHUB_ACTION_PATH: root,
          GITHUB_API_URL: github.url,
          GITHUB_EVENT_PATH: event,
          GITHUB_REPOSITORY: 'acme/shop',
          GITHUB_STEP_SUMMARY: summary,
          GITHUB_WORKSPACE: cwd,
          RUNNER_TEMP: temp,
        },
        contexts: {
          inputs,
          runner: { temp },
          github: { event_name: 'pull_request', event: { pull_request: pull } },
        },
      })
      const output = outcomes.map((one) => one.output).join('')
      return {
        output,
        status: outcomes.find(({ status }) => status !== 0)?.status ?? 0,
        summary: readFileSync(summary, 'utf8'),
        outcome: outcomes.flatMap(({ outputs }) => outputs['outcome'] ?? [])[0],
      }
    },
  }
}

/** A test run that leaves verdicts like these behind; it fails as a runner would. */
function leakTests(checks: readonly Check[]): string {
  return `import { appendFileSync } from 'node:fs'
import { join } from 'node:path'
for (const { test, kind } of ${JSON.stringify(checks)}) {
  const growth = [{ probe: 'heap', perIteration: 8, interval: [8, 8] }]
  const site = { file: 'src/orders.js', line: 7, column: 3, function: 'add' }
  const path = [{ name: 'src/orders.js', type: 'module' }, { name: 'orders', type: 'Map' }, { name: 'Order', type: 'Order' }]
  const culprits = [{ type: 'Order', perIteration: { objects: 1, bytes: 8 }, site, path, fingerprint: '0' }]
  const row = { test, file: join(process.cwd(), 'test/orders.test.js'), schema: 1, kind, growth, culprits }
  appendFileSync(process.env.PLATEAU_VERDICTS, JSON.stringify(row) + '\\n')
}
process.exit(${checks.some(({ kind }) => kind !== 'plateau') ? 1 : 0})
`
}

/** In a thread of its own: the steps are waited for synchronously. */
async function startGithub(isForbidden: boolean) {
  const worker = new Worker(new URL('./github-comments.mjs', import.meta.url), {
    workerData: { isForbidden },
  })
  onTestFinished(async () => void (await worker.terminate()))
  const { url } = await message<{ url: string }>(worker)
  return {
    url,
    async state() {
      worker.postMessage('state')
      return message<{ comments: readonly string[]; writes: readonly string[] }>(worker)
    },
  }
}

function message<T>(worker: Worker): Promise<T> {
  return new Promise((resolve) => worker.once('message', resolve))
}
