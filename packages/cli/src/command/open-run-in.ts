import { resolve } from 'node:path'
import { MisuseError } from '@plateau/core'
import { RUN_FILE } from '../file/read-run.ts'
import { openRunFile, type RunFile } from '../file/run-file.ts'

/** The file of a run in its folder, which is made. Throws `MisuseError` where it cannot be, before anything is run. */
export function openRunIn(folder: string, out: string | undefined): RunFile {
  try {
    return openRunFile(resolve(folder, RUN_FILE))
  } catch (error) {
    const { code = 'an unknown error' } = error as NodeJS.ErrnoException
    const why = WHY[code] ?? `the system says ${code}`
    throw new MisuseError(
      out === undefined
        ? `The folder of the run, '${folder}', cannot be made: ${why}. Name another one with --out (out).`
        : `--out (out) must name a folder that is there or can be made, received '${out}': ${why}. Name another folder.`,
    )
  }
}

const A_FILE = 'it, or a part of it, is a file'

const WHY: Readonly<Record<string, string>> = {
  EEXIST: A_FILE,
  ENOTDIR: A_FILE,
  EISDIR: `its ${RUN_FILE} is a folder`,
  ENOENT: 'the system lets none be made there',
  EACCES: 'this user may not write there',
  EPERM: 'this user may not write there',
  EROFS: 'it is on a disk that is read-only',
  ENOSPC: 'the disk is full',
}
