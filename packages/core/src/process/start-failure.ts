import { existsSync } from 'node:fs'
import { isAbsolute, resolve } from 'node:path'
import { TargetError } from '../target/target.ts'
import type { ProgramStart } from './start-program.ts'

/**
 * What to do about a program that could not be started. The system's error is not passed on: some of
 * Node's quote the environment.
 */
export function startFailure(start: ProgramStart, error: unknown): TargetError {
  const code = (error as NodeJS.ErrnoException | null)?.code ?? 'an unknown error'
  return new TargetError(`${start.name} could not be started: ${reason(start, code)}`)
}

function reason({ command, cwd = process.cwd() }: ProgramStart, code: string): string {
  if (code === 'ENOENT' || code === 'ENOTDIR') return whatIsMissing(command, cwd)
  if (code === 'EACCES' || code === 'EPERM') {
    return `the system does not let '${command}' be executed. Make it executable (chmod +x), or name a program rather than a folder or a source file.`
  }
  if (code === 'E2BIG' || code === 'ENAMETOOLONG') {
    return `the arguments and environment of '${command}' are longer than the system allows (${code}). Shorten them.`
  }
  if (code === 'ERR_INVALID_ARG_VALUE' || code === 'ERR_INVALID_ARG_TYPE') {
    return `the command, an argument, the cwd or a name or value of the environment of '${command}' is no string, is empty or holds a null character (${code}). Correct it.`
  }
  return `starting '${command}' failed with ${code}. Start it by hand on this machine to see why.`
}

/** A sentence with the fix, where the system says that there is no such file. */
export function whatIsMissing(command: string, cwd: string): string {
  if (!existsSync(cwd)) {
    return `its working directory '${cwd}' does not exist. Create it, or correct cwd.`
  }
  if (!/[\\/]/.test(command)) {
    return `'${command}' was not found in PATH. Install it, or give the path of the program.`
  }
  const path = isAbsolute(command) ? command : resolve(cwd, command)
  if (existsSync(path)) {
    return `'${command}' exists, but the interpreter or loader that it names does not. Build it for this system, or correct its first line.`
  }
  return `there is no file '${command}'${path === command ? '' : ` in '${cwd}'`}. Build it first, or correct its path.`
}
