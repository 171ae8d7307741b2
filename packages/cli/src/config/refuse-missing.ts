import { resolve } from 'node:path'
import { MisuseError } from '@plateau/core'
import { missingProgram } from '@plateau/core/process'
import type { SoakLoadConfig, SoakTarget } from './soak-config.ts'
import { startable } from './target-of.ts'

/** Throws `MisuseError` for a program or a process that is not there, before a run is begun that cannot be one. */
export function refuseMissing(
  { command, pid, cwd = '.', env }: SoakTarget,
  load?: SoakLoadConfig,
): void {
  const { PATH } = process.env
  const [generator] = load?.command ?? []
  refuseMissingProgram('load.command (--load-command)', generator, {
    cwd: resolve('.'),
    path: PATH,
  })
  if (pid !== undefined && !isThere(pid)) {
    throw new MisuseError(
      `target.pid (--pid) must be a process of this machine, received ${pid}: there is none. It may have ended; start it, or give the command that starts it behind two dashes.`,
    )
  }
  const [program] = startable(command ?? [])
  const place = { cwd: resolve(cwd), path: env?.['PATH'] ?? PATH }
  refuseMissingProgram('target.command (what follows --)', program, place)
}

function refuseMissingProgram(
  option: string,
  program: string | undefined,
  place: Parameters<typeof missingProgram>[1],
): void {
  const missing = program === undefined ? undefined : missingProgram(program, place)
  if (missing !== undefined) throw new MisuseError(`${option} cannot be started: ${missing}`)
}

/** One of another user's is there, too. */
function isThere(pid: number): boolean {
  try {
    return process.kill(pid, 0)
  } catch (error) {
    return (error as NodeJS.ErrnoException).code !== 'ESRCH'
  }
}
