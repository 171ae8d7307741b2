import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { expect, test } from 'vitest'
import { plainEnvironment, untilGone } from './node-program.ts'

const SOURCE = new URL('../../src/process/index.ts', import.meta.url).href
const ON_WINDOWS = process.platform === 'win32'

/** It ignores what asks politely, as its child does. */
const STUBBORN = `
for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP']) process.on(signal, () => {})
setInterval(() => {}, 1000)`
const PROGRAM = `
${STUBBORN}
require('child_process').spawn(process.execPath, ['-e', ${JSON.stringify(STUBBORN)}])`

/** Starts two programs from a process of its own, then does what is asked. */
async function startRunner(then = ''): Promise<{ runner: ChildProcess; pids: readonly number[] }> {
  const script = `
    import { startProgram } from ${JSON.stringify(SOURCE)}
    const start = { command: process.execPath, args: ['-e', ${JSON.stringify(PROGRAM)}], env: {}, name: 'it' }
    const programs = await Promise.all([startProgram(start), startProgram(start)])
    process.stdout.write(programs.map(({ pid }) => pid).join(' ') + '\\n', () => { ${then} })`
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
