import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { plainEnvironment, untilGone } from './node-program.ts'

const SOURCE = new URL('../../src/process/index.ts', import.meta.url).href
const GUARD = new URL('../../src/process/program-guard.ts', import.meta.url).href
const ON_LINUX = process.platform === 'linux'
const ON_WINDOWS = process.platform === 'win32'

/** It ignores what asks politely, as its child does. */
const STUBBORN = `
for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP']) process.on(signal, () => {})
setInterval(() => {}, 1000)`
const PROGRAM = `
${STUBBORN}
require('child_process').spawn(process.execPath, ['-e', ${JSON.stringify(STUBBORN)}])`

/** Starts two programs from a process of its own, then does what is asked. */
function startRunner(then = ''): Promise<Runner> {
  return startRunnerOf(`
    import { startProgram } from ${JSON.stringify(SOURCE)}
    const start = { command: process.execPath, args: ['-e', ${JSON.stringify(PROGRAM)}], env: {}, name: 'it' }
    const programs = await Promise.all([startProgram(start), startProgram(start)])
    process.stdout.write(programs.map(({ pid }) => pid).join(' ') + '\\n', async () => { ${then} })`)
}

interface Runner {
  readonly runner: ChildProcess
  /** What it printed: the numbers of its programs. */
  readonly pids: readonly number[]
}

async function startRunnerOf(script: string): Promise<Runner> {
  const args = ['--conditions=source', '--input-type=module', '--eval', script]
  const runner = spawn(process.execPath, args, {
    detached: true,
    env: plainEnvironment(),
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const [line] = await once(runner.stdout, 'data')
  return { runner, pids: String(line).trim().split(' ').map(Number) }
}

test.each([
  ['is killed with kill -9', ''],
  ['calls process.exit', 'process.exit()'],
  [
    'ends by an uncaught exception',
    `process.on('uncaughtException', () => process.exit(1)); throw 1`,
  ],
])('no program outlives a runner that %s', async (_, then) => {
  const { runner, pids } = await startRunner(then)

  if (then === '') runner.kill('SIGKILL')
  await once(runner, 'close')

  expect(pids).toHaveLength(2)
  await Promise.all(pids.map(untilGone))
})

test.skipIf(ON_WINDOWS)('no program outlives a runner whose whole group is killed', async () => {
  const { runner, pids } = await startRunner()

  process.kill(-(runner.pid ?? 0), 'SIGKILL')
  await once(runner, 'close')

  await Promise.all(pids.map(untilGone))
})

test.runIf(ON_LINUX)(
  'a program whose runner is killed in the midst of its start is found',
  async () => {
    const argv = [process.execPath, '-e', `${STUBBORN} // of ${process.pid}`]
    const { pids } = await startRunnerOf(`
    import { spawn } from 'node:child_process'
    import { writeSync } from 'node:fs'
    import { programGuard } from ${JSON.stringify(GUARD)}
    const [command, ...args] = ${JSON.stringify(argv)}
    programGuard().start([command, ...args], () => {
      const { pid } = spawn(command, args, { detached: true, env: {}, stdio: 'ignore' })
      writeSync(1, pid + '\\n')
      process.kill(process.pid, 'SIGKILL')
    })`)

    expect(pids).toHaveLength(1)
    await Promise.all(pids.map(untilGone))
  },
)

test.runIf(ON_LINUX)('a guard that was killed is replaced', async () => {
  const { runner, pids } = await startRunner()
  const guards = childrenOf(runner).filter((pid) => !pids.includes(pid))
  expect(guards).toHaveLength(1)

  for (const guard of guards) process.kill(guard, 'SIGKILL')
  while (childrenOf(runner).filter((pid) => !guards.includes(pid)).length < 3) await turn()
  runner.kill('SIGKILL')

  await Promise.all(pids.map(untilGone))
})

test.runIf(ON_LINUX)('a guard without programs ends, and keeps no runner alive', async () => {
  const stopping = 'await Promise.all(programs.map((program) => program.stop(0)))'
  const staying = await startRunner(`${stopping}; setInterval(() => {}, 1000)`)
  const ending = await startRunner(stopping)

  const [code] = await once(ending.runner, 'close')
  while (childrenOf(staying.runner).length > 0) await turn()
  staying.runner.kill()

  expect(code).toBe(0)
})

/** Of its main thread, which starts them all. */
function childrenOf({ pid }: ChildProcess): readonly number[] {
  const text = readFileSync(`/proc/${pid}/task/${pid}/children`, 'latin1').trim()
  return text === '' ? [] : text.split(' ').map(Number)
}

function turn(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 10))
}
