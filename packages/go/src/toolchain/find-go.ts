import { accessSync, constants, statSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { TargetError } from '@plateau/core'
import { runGo } from './run-go.ts'

export interface GoToolchain {
  readonly command: string
  /** The one that builds the module, GOTOOLCHAIN and the `toolchain` line honoured: `go1.26.8`. */
  readonly version: string
}

/** The Go toolchain for a folder. Rejects with `TargetError` when there is none, saying where it was looked for. */
export async function findGo(cwd: string, env: NodeJS.ProcessEnv): Promise<GoToolchain> {
  if (!statSync(cwd, { throwIfNoEntry: false })?.isDirectory()) {
    throw new TargetError(`The working directory of Go must be a folder, received "${cwd}".`)
  }
  const command = candidates(env).find(isExecutable)
  if (command === undefined) {
    throw new TargetError(
      `No Go toolchain was found: looked for go in PATH, in GOROOT and in the usual places of ${process.platform}. Install it (${INSTALL[process.platform] ?? 'see https://go.dev/dl'}), or put the folder of go into PATH.`,
    )
  }
  const version = await runGo(command, ['env', 'GOVERSION'], { cwd, env })
  return { command, version: version.trim() }
}

const INSTALL: Readonly<Record<string, string>> = {
  linux: 'https://go.dev/dl, or apt-get install golang',
  darwin: 'brew install go',
  win32: 'winget install GoLang.Go',
}

function candidates(env: NodeJS.ProcessEnv): readonly string[] {
  const isWindows = process.platform === 'win32'
  // Windows looks its variables up in any case, a plain object does not.
  const path = env['PATH'] ?? env['Path'] ?? ''
  const roots = [env['GOROOT'], ...(isWindows ? onWindows(env) : ON_UNIX)]
  const folders = [
    ...path.split(delimiter),
    ...roots.map((root) => (root ? join(root, 'bin') : '')),
  ]
  return folders
    .filter((folder) => folder !== '')
    .map((folder) => join(folder, isWindows ? 'go.exe' : 'go'))
}

/** Where the archive of go.dev, Homebrew and Debian put it. */
const ON_UNIX = ['/usr/local/go', '/opt/homebrew', '/usr/lib/go', '/snap/go/current']

function onWindows(env: NodeJS.ProcessEnv): readonly string[] {
  return ['ProgramFiles', 'ProgramW6432', 'LOCALAPPDATA'].flatMap((name) => {
    const root = env[name]
    return root ? [join(root, 'Go')] : []
  })
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK)
    return statSync(file).isFile()
  } catch {
    return false
  }
}
