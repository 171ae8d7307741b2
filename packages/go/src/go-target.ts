import { resolve } from 'node:path'
import type { Target } from '@plateau/core'
import type { GoTargetOptions } from './options/go-options.ts'
import { validateGoTarget } from './options/option-checks.ts'
import { memoizedPreparation } from './prepare.ts'
import { probesOf } from './session/go-probes.ts'
import { createGoSession } from './session/go-session.ts'
import { LINE_PROBES, openLineSession } from './session/line-session.ts'
import { environmentOf, type ProgramPlan } from './session/program-plan.ts'
import { joinInstance, type StartOptions, startInstance } from './session/start-instance.ts'
import { buildProgram } from './toolchain/build-program.ts'

/**
 * A Go program as a target: `await expect(goTarget({ pkg: './cmd/api', request: '/' })).not.toLeak()`.
 * It is started, driven and read, and judged by heap, goroutines, descriptors, threads and native memory.
 * Throws `MisuseError` on bad options; the check rejects with `TargetError` where the program does not
 * build, start or answer.
 */
export function goTarget(options: GoTargetOptions): Target {
  validateGoTarget(options)
  const name = options.name ?? options.pkg ?? options.bin ?? options.url ?? ''
  const preparation = memoizedPreparation(() => planOf(options, name))
  const isLines = options.driver === 'lines'
  return {
    name,
    probes: isLines ? LINE_PROBES : everyProbe(),
    schedule: 'equal-legs',
    async prepare() {
      await preparation()
    },
    async open(context) {
      const plan = await preparation()
      if (isLines) return openLineSession(plan, context)
      const startAgain = (start: StartOptions) =>
        options.url === undefined ? startInstance(plan, start) : joinInstance(plan, options.url)
      const startedMs = performance.now()
      const instance = await startAgain({
        signal: context.signal,
        isProfiled: false,
        readyMs: Math.ceil(READY_SHARE * context.timeLimitMs),
      })
      const startMs = performance.now() - startedMs
      return createGoSession(instance, { plan, context, startAgain, startMs })
    },
  }
}

/** The rest is needed to judge what has started. */
const READY_SHARE = 0.5

/** What may be asked for by name; what can be read shows when the program runs. */
export function everyProbe(): Target['probes'] {
  const all = { fds: true, threads: true, rss: true, native: true }
  const uncollected = probesOf('trace', all).filter(({ name }) => name === 'rss')
  return [...probesOf('agent', all), ...uncollected]
}

async function planOf(options: GoTargetOptions, name: string): Promise<ProgramPlan> {
  const cwd = resolve(options.cwd ?? '.')
  const env = environmentOf(options, process.env)
  const rest = {
    name,
    cwd,
    env,
    args: options.args ?? [],
    stdin: options.stdin,
    options,
    scenario: options.scenario,
  }
  if (options.pkg === undefined) {
    const command = options.bin ?? ''
    const isPath = /[\\/]/.test(command)
    return { ...rest, command: isPath ? resolve(cwd, command) : command, build: undefined }
  }
  const isPlain =
    options.driver !== undefined && options.driver !== 'auto' && options.driver !== 'agent'
  const flags = options.buildFlags ?? []
  const build = await buildProgram({ pkg: options.pkg, cwd, env, flags, agent: !isPlain })
  return { ...rest, command: build.binary, build }
}
