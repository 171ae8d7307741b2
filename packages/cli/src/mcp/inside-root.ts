import { realpathSync } from 'node:fs'
import { isAbsolute, relative, resolve, sep } from 'node:path'
import { MisuseError } from '@plateau/core'

/** The real path of a file that an assistant names. Throws `MisuseError` for what is outside the root, or not there. */
export function insideRoot(root: string, path: string): string {
  const asked = resolve(root, path)
  refuseOutside(root, asked, path)
  let real: string
  try {
    real = realpathSync(asked)
  } catch {
    throw new MisuseError(`'${path}' is not there. Paths are meant from the root, ${root}.`)
  }
  // A link may lead out of it.
  refuseOutside(realpathSync(root), real, path)
  return real
}

function refuseOutside(root: string, file: string, path: string): void {
  const way = relative(root, file)
  if (way !== '..' && !way.startsWith(`..${sep}`) && !isAbsolute(way)) return
  throw new MisuseError(
    `'${path}' is outside of the root, ${root}: this server reads and runs nothing there. Start it in another folder, or with --root.`,
  )
}
