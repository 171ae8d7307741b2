import { accessSync, constants, existsSync, statSync } from 'node:fs'
import { dirname } from 'node:path'
import { MisuseError } from '@plateau/core'

/** Throws `MisuseError`, naming the option, for a file that cannot be written: known only at the end, it would cost the whole soak. */
export function refuseUnwritable(option: string, path: string): void {
  const why = whyNot(path)
  if (why !== undefined) {
    throw new MisuseError(
      `${option} must name a file that can be written, received '${path}': ${why}.`,
    )
  }
}

function whyNot(path: string): string | undefined {
  if (!existsSync(dirname(path))) return 'the folder is not there'
  if (existsSync(path) && statSync(path).isDirectory()) return 'it is a folder'
  try {
    accessSync(existsSync(path) ? path : dirname(path), constants.W_OK)
    return undefined
  } catch {
    return 'this user may not write there'
  }
}
