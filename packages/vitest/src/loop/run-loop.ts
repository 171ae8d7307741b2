import { loopEnvironment } from '@plateau/core/loop'
import { parseCLI, startVitest } from 'vitest/node'
import { plateau } from './plugin.ts'

/** Runs the project's own suite, by its own configuration, with every test repeated. Resolves to Vitest's exit code. */
export async function runLoop(args: readonly string[]): Promise<number> {
  const { filter, options } = parseCLI(['vitest', 'run', ...args])
  const only = loopEnvironment()?.only
  const vitest = await startVitest(
    'test',
    filter,
    { ...options, ...(only !== undefined && { include: [only] }), watch: false, run: true },
    { plugins: [plateau()] },
  )
  await vitest?.close()
  return Number(process.exitCode ?? 0)
}
