import { resolve } from 'node:path'
import type { Target } from '@plateau/core'
import { everyProbe } from './go-target.ts'
import type { GoTestOptions } from './options/go-options.ts'
import { validateGoTest } from './options/option-checks.ts'
import { memoizedPreparation } from './prepare.ts'
import { COUNT_PROBES, openCountSession } from './session/count-session.ts'
import { createGoSession } from './session/go-session.ts'
import { environmentOf, type ProgramPlan } from './session/program-plan.ts'
import { startInstance } from './session/start-instance.ts'
import { SERVING_TEST } from './toolchain/agent-overlay.ts'
import { buildTest } from './toolchain/build-test.ts'

/**
 * A Go test as a target: `await expect(goTest('./internal/cache', 'TestEvict')).not.toLeak()`. The test
 * is run again and again in one process. Throws `MisuseError` on bad options; the check rejects with
 * `TargetError` where the package does not build or the test fails.
 */
export function goTest(pkg: string, test: string, options: GoTestOptions = {}): Target {
  validateGoTest(pkg, test, options)
  const name = options.name ?? `${pkg} ${test}`
  const preparation = memoizedPreparation(() => planOf({ pkg, test, name }, options))
  const isUnmodified = options.bin !== undefined
  return {
    name,
    probes: isUnmodified ? COUNT_PROBES : everyProbe(),
    schedule: 'equal-legs',
    async prepare() {
      await preparation()
    },
    async open(context) {
      const plan = await preparation()
      if (isUnmodified) return openCountSession(plan, test, context)
      const startAgain = (start: { signal: AbortSignal; isProfiled: boolean }) =>
        startInstance(plan, start)
      const startedMs = performance.now()
      const instance = await startAgain({ signal: context.signal, isProfiled: false })
      const startMs = performance.now() - startedMs
      return createGoSession(instance, { plan, context, startAgain, startMs })
    },
  }
}

async function planOf(
  tested: { readonly pkg: string; readonly test: string; readonly name: string },
  options: GoTestOptions,
): Promise<ProgramPlan> {
  const { pkg, test, name } = tested
  const cwd = resolve(options.cwd ?? '.')
  const env = environmentOf(options, process.env)
  const args = options.args ?? []
  const rest = { name, env, stdin: undefined, options: {}, args }
  if (options.bin !== undefined) {
    const command = resolve(cwd, options.bin)
    return { ...rest, command, cwd: resolve(cwd, pkg), build: undefined, scenario: undefined }
  }
  const build = await buildTest({
    pkg,
    test,
    cwd,
    env,
    flags: options.buildFlags ?? [],
    agent: true,
  })
  const driven = [`-test.run=^${SERVING_TEST}$`, '-test.timeout=0', ...args]
  // As `go test` does: a test reads its testdata from the folder of its package.
  return {
    ...rest,
    args: driven,
    cwd: build.packageDir,
    command: build.binary,
    build,
    scenario: test,
  }
}
