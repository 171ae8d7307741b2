import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import type { Scenario } from '../../src/scenario.ts'

/** Ends by itself after ten minutes, should a test be killed before its teardown. */
const SLEEP = 'setTimeout(() => {}, 600_000)'

/** A child process is started per call and left running; the repaired twin kills it. */
export const leaky: Scenario = {
  name: 'child process left running',
  setup: (): ChildProcess[] => [],
  async run(children: ChildProcess[]) {
    children.push(await start())
  },
  teardown: (children: ChildProcess[]) => Promise.all(children.map(stop)),
}

export const repaired: Scenario = {
  name: 'child process killed',
  async run() {
    await stop(await start())
  },
}

async function start(): Promise<ChildProcess> {
  const child = spawn(process.execPath, ['-e', SLEEP], { stdio: 'ignore' })
  await once(child, 'spawn')
  return child
}

async function stop(child: ChildProcess): Promise<void> {
  const closed = once(child, 'close')
  child.kill('SIGKILL')
  await closed
}
