import { once } from 'node:events'
import { describeExit, type Program, startProgram, withLastWords } from '@plateau/core/process'
import type { LoadProgress, SoakLoad } from './soak-load.ts'

/**
 * A load generator as the load: started once for every leg, with the service's address in `PLATEAU_URL`
 * and the iterations that it must do in `PLATEAU_ITERATIONS`.
 */
export function commandLoad(command: readonly string[], cwd: string): SoakLoad {
  const progress: LoadProgress = { completed: 0, failed: 0 }
  return {
    progress,
    command: command.join(' '),
    takeLatency: () => undefined,
    async run(iterations, { url, signal }) {
      const env = { PLATEAU_URL: url, PLATEAU_ITERATIONS: String(iterations) }
      const program = await startLoadProgram(command, { cwd, env })
      await untilDone(program, signal)
      progress.completed += iterations
    },
    close() {},
  }
}

/** `{url}` and `{iterations}` in an argument are replaced, too, for generators that read no environment. */
export function startLoadProgram(
  [command = '', ...args]: readonly string[],
  { cwd, env }: { readonly cwd: string; readonly env: Readonly<Record<string, string>> },
): Promise<Program> {
  const filled = args.map((arg) =>
    arg
      .replaceAll('{url}', env['PLATEAU_URL'] ?? '')
      .replaceAll('{iterations}', env['PLATEAU_ITERATIONS'] ?? ''),
  )
  const name = `The load command '${command}'`
  return startProgram({ command, args: filled, cwd, env: { ...process.env, ...env }, name })
}

/** Rejects with `TargetError` where it fails: iterations that were not done must not be counted. */
async function untilDone(program: Program, signal: AbortSignal): Promise<void> {
  const aborted = once(signal, 'abort').catch(() => undefined)
  if (!signal.aborted) await Promise.race([program.exited, aborted])
  if (signal.aborted) {
    await program.stop()
    throw signal.reason
  }
  const exit = await program.exited
  if (exit.code === 0) return
  throw withLastWords(`${program.name} ${describeExit(exit)}.`, program)
}
