import { type ChildProcess, spawn } from 'node:child_process'
import { onTestFinished } from 'vitest'
import type { Agent } from '../../src/agent/agent.ts'
import { listenForAgent } from '../../src/agent/listen-for-agent.ts'
import { SERVING_TEST } from '../../src/toolchain/agent-overlay.ts'
import type { Build } from '../../src/toolchain/build.ts'

export interface StartedAgent {
  readonly agent: Agent
  readonly program: ChildProcess
  readonly ended: Promise<number | null>
  output(): string
}

/** Long enough for a machine that is busy. */
const PATIENCE_MS = 30_000

/** Starts a program that was built with the agent, on one processor, and ends it after the test. */
export async function startWithAgent(
  build: Build,
  args: readonly string[] = [],
  env: NodeJS.ProcessEnv = {},
): Promise<StartedAgent> {
  const listener = await listenForAgent()
  const program = spawn(build.binary, [...args], {
    cwd: build.packageDir,
    env: { ...process.env, GOMAXPROCS: '1', ...env, ...listener.env },
  })
  let output = ''
  program.stdout.on('data', (chunk) => {
    output += chunk
  })
  program.stderr.on('data', (chunk) => {
    output += chunk
  })
  const ended = new Promise<number | null>((resolve) => {
    program.once('exit', resolve)
  })
  const agent = await listener.connected(AbortSignal.timeout(PATIENCE_MS))
  await listener.close()
  onTestFinished(async () => {
    agent.close()
    program.kill('SIGKILL')
    await ended
  })
  return { agent, program, ended, output: () => output }
}

/** The same for a test, once TestMain has come to it. */
export async function startTest(build: Build, env: NodeJS.ProcessEnv = {}): Promise<StartedAgent> {
  const args = ['-test.run', `^${SERVING_TEST}$`, '-test.timeout=0']
  const started = await startWithAgent(build, args, env)
  while ((await started.agent.scenarios()).length === 0) {
    await new Promise((resolve) => {
      setTimeout(resolve, 5)
    })
  }
  return started
}

/** Growth of bytes and objects from sample to sample, one iteration between them. */
export async function stepsOf(
  { agent }: StartedAgent,
  scenario: string,
): Promise<readonly (readonly [number, number])[]> {
  const { signal } = new AbortController()
  await agent.prime()
  await agent.run(scenario, 10, signal)
  const steps: (readonly [number, number])[] = []
  let before: { heapBytes: number; heapObjects: number } | undefined
  for (let sample = 0; sample < WARM_UP_SAMPLES + 21; sample++) {
    await agent.run(scenario, 1, signal)
    await agent.settle()
    await agent.collect()
    const now = await agent.collect()
    if (before && sample >= WARM_UP_SAMPLES) {
      steps.push([now.heapBytes - before.heapBytes, now.heapObjects - before.heapObjects])
    }
    before = now
  }
  return steps
}

/** The first samples of a process hold what the runtime makes once. */
const WARM_UP_SAMPLES = 4
