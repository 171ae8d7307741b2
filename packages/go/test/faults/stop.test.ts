import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { checkLeak } from '@plateau/core'
import { afterEach, beforeAll, expect, it, onTestFinished, vi } from 'vitest'
import { testOfWhole } from '../../../../test/whole.ts'
import { prepare } from '../../src/index.ts'
import { describeWithGo } from '../go-toolchain.ts'
import { leftRunning, SERVICES, scenarioTarget, serviceTarget } from './services.ts'

describeWithGo('nothing is left running', () => {
  beforeAll(async () => {
    await prepare(serviceTarget())
    await prepare(scenarioTarget('hanging'))
  }, 120_000)

  afterEach(() => vi.waitFor(() => expect(leftRunning()).toEqual([]), 10_000))

  it.each([
    ['of a service', () => serviceTarget({ request: '/hang' })],
    ['of a scenario', () => scenarioTarget('hanging')],
    ['of a service that is not ready', () => serviceTarget({ env: { START: 'never' } })],
  ])('when the user aborts a check %s', async (_, targetOf) => {
    const controller = new AbortController()
    const check = checkLeak(targetOf(), { signal: controller.signal, timeLimitMs: 60_000 })
    check.catch(() => {})
    await vi.waitFor(() => expect(leftRunning()).toHaveLength(1), 20_000)
    controller.abort(new Error('the user has seen enough'))

    await expect(check).rejects.toThrow('the user has seen enough')
    expect(leftRunning()).toEqual([])
  })

  it('when the time is over', async () => {
    const { kind } = await checkLeak(scenarioTarget('hanging'), { timeLimitMs: 1000 })

    expect(kind).toBe('unsettled')
    expect(leftRunning()).toEqual([])
  })

  testOfWhole('when two checks were started at once, which run one after the other', async () => {
    const options = { iterations: 40, timeLimitMs: 60_000 }
    const verdicts = await Promise.all([
      checkLeak(serviceTarget(), options),
      checkLeak(scenarioTarget('clean'), options),
    ])

    expect(verdicts.map(({ kind }) => kind)).toEqual(['plateau', 'plateau'])
  })

  it.each(['SIGKILL', 'SIGTERM', 'SIGINT'] as const)('when the runner gets %s', async (signal) => {
    const runner = startRunner()
    await vi.waitFor(() => expect(leftRunning()).toHaveLength(1), 20_000)
    runner.kill(signal)
    await once(runner, 'exit')

    await vi.waitFor(() => expect(leftRunning()).toEqual([]), 10_000)
  })
})

const HERE = import.meta.dirname

/** A process of its own that checks a service which never answers its requests. */
function startRunner(): ChildProcess {
  const folder = mkdtempSync(join(tmpdir(), 'plateau-runner-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  const script = join(folder, 'runner.mjs')
  const [core, go] = ['../../../core/dist/index.js', '../../dist/index.js'].map((file) =>
    JSON.stringify(new URL(file, `file://${HERE}/`).href),
  )
  const target = JSON.stringify({ pkg: './service', cwd: SERVICES, request: '/hang' })
  writeFileSync(
    script,
    `import { checkLeak } from ${core}
import { goTarget } from ${go}
await checkLeak(goTarget(${target}), { timeLimitMs: 60_000 })
`,
  )
  return spawn(process.execPath, [script], { stdio: 'inherit' })
}
