import { existsSync, statSync } from 'node:fs'
import { delimiter, join, resolve } from 'node:path'
import { whatIsMissing } from './start-failure.ts'

/** Where a program is to be started. */
export interface StartPlace {
  readonly cwd: string
  /** Its `PATH`. */
  readonly path: string | undefined
}

/**
 * Why a command could not be started, as a sentence with the fix, before anything is tried; undefined where it is there,
 * and on Windows, which also looks for other endings and in other places.
 */
export function missingProgram(
  command: string,
  { cwd, path = '' }: StartPlace,
): string | undefined {
  if (process.platform === 'win32' || command === '') return undefined
  const places = /[\\/]/.test(command)
    ? [resolve(cwd, command)]
    : path.split(delimiter).map((folder) => join(resolve(cwd, folder), command))
  const isThere = statSync(cwd, { throwIfNoEntry: false })?.isDirectory() && places.some(existsSync)
  return isThere ? undefined : whatIsMissing(command, cwd)
}
