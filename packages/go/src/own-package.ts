import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

/**
 * The folder of this package. Told by a stack frame: of the two builds one knows nothing but
 * `import.meta`, and the other nothing but `__dirname`.
 */
export function ownPackage(): string {
  const file = ownFile()
  let folder = dirname(file.startsWith('file:') ? fileURLToPath(file) : file)
  while (!existsSync(join(folder, 'agent', 'go.mod'))) {
    const parent = dirname(folder)
    if (parent === folder) {
      throw new Error(
        `The folder of @plateau/go was not found above ${file}. Leave the package out of bundles: its Go sources are beside it.`,
      )
    }
    folder = parent
  }
  return folder
}

function ownFile(): string {
  const { prepareStackTrace, stackTraceLimit } = Error
  try {
    Error.stackTraceLimit = 1
    Error.prepareStackTrace = (_, frames) => frames[0]?.getFileName() ?? ''
    return String(new Error('only for its stack').stack)
  } finally {
    Object.assign(Error, { prepareStackTrace, stackTraceLimit })
  }
}
