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
  refuseMissingLoad(load?.command?.[0])
  if (pid !== undefined && !isThere(pid)) {
    throw new MisuseError(
      `target.pid (--pid) must be a process of this machine, received ${pid}: there is none. It may have ended; start it, or give the command that starts it behind two dashes.`,
    )
  }
  const [program] = startable(command ?? [])
  if (program === undefined) return
  const path = env?.['PATH'] ?? process.env['PATH']
  const missing = missingProgram(program, { cwd: resolve(cwd), path })
  if (missing === undefined) return
  throw new MisuseError(`target.command (what follows --) cannot be started: ${missing}`)
}

function refuseMissingLoad(program: string | undefined): void {
  if (program === undefined) return
  const missing = missingProgram(program, { cwd: resolve('.'), path: process.env['PATH'] })
  if (missing === undefined) return
  throw new MisuseError(`load.command (--load-command) cannot be started: ${missing}`)
}

/** One of another user's is there, too. */
function isThere(pid: number): boolean {
  try {
    return process.kill(pid, 0)
  } catch (error) {
    return (error as NodeJS.ErrnoException).code !== 'ESRCH'
  }
}
