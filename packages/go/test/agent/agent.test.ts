import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { expect, it, onTestFinished } from 'vitest'
import { listenForAgent } from '../../src/agent/listen-for-agent.ts'
import type { Build } from '../../src/toolchain/build.ts'
import { buildProgram } from '../../src/toolchain/build-program.ts'
import { buildTest } from '../../src/toolchain/build-test.ts'
import { findGo } from '../../src/toolchain/find-go.ts'
import { describeWithGo } from '../go-toolchain.ts'
import { startTest, startWithAgent, stepsOf } from './started-agent.ts'

const FIXTURES = join(import.meta.dirname, '..', 'fixtures')
const { signal: never } = new AbortController()

function request(fixture: string, pkg: string) {
  return { pkg, cwd: join(FIXTURES, fixture), env: process.env, flags: [], agent: true }
}

function builtTest(test: string, pkg = '.'): Promise<Build> {
  return buildTest({ ...request('agent-tests', pkg), test })
}

function program(): Promise<Build> {
  return buildProgram(request('agent-program', './cmd/serve'))
}

function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'plateau-agent-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}

type Step = readonly [bytes: number, objects: number]

/** All steps but one, for the runtime may take a block of its own at any time. */
function expectSteps(steps: readonly Step[], [bytes, objects]: Step): void {
  const others = steps.filter((step) => step[0] !== bytes || step[1] !== objects)
  expect(others.length, JSON.stringify(others)).toBeLessThanOrEqual(1)
  expect(steps.length).toBeGreaterThanOrEqual(20)
}

describeWithGo('the agent', () => {
  it.each(['TestKeep', 'TestKeepFromOutside', 'TestCases/leaky one'])(
    'sees one object of 8 bytes more after every iteration of %s',
    async (test) => {
      const started = await startTest(await builtTest(test))

      expectSteps(await stepsOf(started, test), [8, 1])
    },
  )

  it.each(['TestClean', 'TestParallel'])(
    'sees no byte more after any iteration of %s',
    async (test) => {
      const started = await startTest(await builtTest(test))

      expectSteps(await stepsOf(started, test), [0, 0])
    },
  )

  it('respects TestMain, and lets it clean up when the runner is done', async () => {
    const file = join(temporaryFolder(), 'cleaned')
    const { agent, ended } = await startTest(await builtTest('TestReady', './inner'), {
      INNER_CLEANED: file,
    })

    const completed = await agent.run('TestReady', 3, never)
    agent.close()

    expect(await ended).toBe(0)
    expect(completed).toBe(3)
    expect(readFileSync(file, 'utf8')).toBe('cleaned')
  })

  it('tells which iteration of a test failed', async () => {
    const { agent, output } = await startTest(await builtTest('TestFailing'))

    await expect(agent.run('TestFailing', 5, never)).rejects.toThrowErrorMatchingInlineSnapshot(
      `[TargetError: Iteration 3 of scenario "TestFailing" failed: the test did not pass]`,
    )
    await expect.poll(output).toContain('the third time')
  })

  it.each(['TestIsAlone', 'TestLooksForGoroutines'])(
    'has no goroutine that a test takes for its own: %s',
    async (test) => {
      const { agent, output } = await startTest(await builtTest(test, './alone'))

      expect(await agent.run(test, 20, never).catch(() => output())).toBe(20)
    },
  )

  it('takes a skipped test for nothing to measure', async () => {
    const { agent } = await startTest(await builtTest('TestSkipped'))

    await expect(agent.run('TestSkipped', 5, never)).rejects.toThrowErrorMatchingInlineSnapshot(
      `[TargetError: Iteration 1 of scenario "TestSkipped" failed: it was skipped, so there is nothing to measure]`,
    )
  })

  it('names the sub-tests that there are', async () => {
    const { agent } = await startTest(await builtTest('TestCases/leaky'))

    await expect(agent.run('TestCases/leaky', 1, never)).rejects.toThrowErrorMatchingInlineSnapshot(
      `[TargetError: Iteration 1 of scenario "TestCases/leaky" failed: there is no such sub-test; there is leaky_one, clean]`,
    )
  })

  it('rejects what is under way when the program ends', async () => {
    const { agent, ended, output } = await startTest(await builtTest('TestPanics'))

    await expect(agent.run('TestPanics', 1, never)).rejects.toThrowErrorMatchingInlineSnapshot(
      `[TargetError: The Go program is gone: it closed its connection.]`,
    )
    await expect(agent.collect()).rejects.toThrow('is gone')
    expect(await ended).toBe(2)
    await expect.poll(output).toContain('with a cause')
  })

  it('reads a program that knows nothing of it', async () => {
    const { agent, output } = await startWithAgent(await program())

    expect(agent.goVersion).toBe((await findGo(FIXTURES, process.env)).version)
    expect(agent.processors).toBe(1)
    expect(await agent.scenarios()).toEqual([])
    expect(await agent.collect()).toMatchObject({
      heapBytes: expect.any(Number),
      heapObjects: expect.any(Number),
      sysBytes: expect.any(Number),
      heapReleasedBytes: expect.any(Number),
      runtimeBytes: expect.any(Number),
    })
    await agent.release()
    await expect.poll(output).toBe('ready\n')
  })

  it('leaves the program inert without a runner', async () => {
    const { binary } = await program()

    const ended = execFileSync('sh', ['-c', '"$1" </dev/null; echo $?', 'sh', binary])

    expect(ended.toString()).toBe('ready\n42\n')
  })

  it('does not outlive its runner', async () => {
    const { agent, ended } = await startWithAgent(await program())

    agent.close()

    expect(await ended).toBe(0)
  })

  it('writes profiles and heap dumps that nobody else may read', async () => {
    const { agent } = await startWithAgent(await program())
    const folder = temporaryFolder()
    const files = ['heap profile.pb.gz', 'goroutines.txt', 'dump'].map((name) => join(folder, name))
    const [heap = '', goroutines = '', dump = ''] = files

    await agent.profile('heap', 0, heap)
    await agent.profile('goroutine', 2, goroutines)
    await agent.dumpHeap(dump)

    expect(gunzipSync(readFileSync(heap)).byteLength).toBeGreaterThan(100)
    expect(readFileSync(goroutines, 'utf8')).toContain('main.main()')
    expect(readFileSync(dump).subarray(0, 16).toString()).toBe('go1.7 heap dump\n')
    expect(files.map((file) => statSync(file).mode & 0o777)).toEqual([0o600, 0o600, 0o600])
  })

  it('says which profile or file it cannot give', async () => {
    const { agent } = await startWithAgent(await program())

    await expect(agent.profile('nosuch', 0, join(temporaryFolder(), 'a'))).rejects.toThrow(
      'unknown profile nosuch',
    )
    await expect(agent.dumpHeap('/no/such/folder/dump')).rejects.toThrow('no such file')
  })

  it('heeds an abort between chunks', async () => {
    const { agent } = await startTest(await builtTest('TestClean'))
    const controller = new AbortController()

    const running = agent.run('TestClean', 1e9, controller.signal)
    controller.abort()

    expect(await running).toBeLessThan(1e9)
    expect(await agent.run('TestClean', 2, never)).toBe(2)
  })
})

it('does not wait for an agent for longer than it is told to', async () => {
  const listener = await listenForAgent()
  onTestFinished(() => listener.close())

  await expect(listener.connected(AbortSignal.abort(new Error('enough')))).rejects.toThrow('enough')
})
