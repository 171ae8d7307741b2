import { basename } from 'node:path'
import type { Overlay } from './agent-overlay.ts'
import { openBuildCache } from './build-cache.ts'
import { type BuildInput, keyOf } from './build-key.ts'
import type { GoToolchain } from './find-go.ts'
import type { ListedPackage } from './list-packages.ts'
import { type GoCommandPlace, runGo } from './run-go.ts'

export interface BuildRequest {
  /** A folder, or an import path. */
  readonly pkg: string
  readonly cwd: string
  readonly env: NodeJS.ProcessEnv
  /** The user's flags for `go build`. */
  readonly flags: readonly string[]
  /** Whether the agent is to be added where the program does not have it already. */
  readonly agent: boolean
  readonly signal?: AbortSignal
}

export interface Build {
  readonly binary: string
  readonly hasAgent: boolean
  readonly packageDir: string
  /** Undefined outside of any module. */
  readonly moduleDir: string | undefined
  readonly modulePath: string | undefined
  /** Of go.mod, as `go 1.21`: it decides how timers and loops behave. */
  readonly goLine: string | undefined
  /** Files that import "C", those of Go's own packages left out. */
  readonly cgoFiles: readonly string[]
  readonly go: GoToolchain
}

/** One binary to be made. */
export interface Making {
  readonly go: GoToolchain
  readonly place: GoCommandPlace & { readonly pkg: string }
  readonly listed: ListedPackage
  readonly input: BuildInput
  /** `build`, or `test -c`. */
  readonly command: readonly string[]
  readonly overlay: (() => Overlay) | undefined
}

/** The binary, from the cache where nothing changed. Rejects with `TargetError` and the compiler's words. */
export async function make(making: Making, request: BuildRequest): Promise<string> {
  const cache = openBuildCache(request.cwd, request.env)
  const name = binaryName(making)
  for (;;) {
    const key = keyOf(making.input)
    const found = cache.find(key, name)
    if (found !== undefined) return found
    const binary = await cache.add(key, name, (file) => compile(making, file))
    // A file may have been saved while the compiler read it: then the binary is not what its name says.
    if (keyOf(making.input) === key) return binary
    cache.remove(key)
  }
}

function binaryName({ listed, command }: Making): string {
  const name = basename(listed.ImportPath).replace(/[^\w.-]/g, '-') || 'program'
  const suffix = command.includes('-c') ? '.test' : ''
  return `${name}${suffix}${process.platform === 'win32' ? '.exe' : ''}`
}

async function compile(
  { go, place, input, command, ...making }: Making,
  binary: string,
): Promise<void> {
  const overlay = making.overlay?.()
  try {
    const args = [
      ...command,
      // A version stamp would make the binary depend on git, and git refuse folders of other users.
      '-buildvcs=false',
      ...(overlay ? [overlay.flag] : []),
      ...input.flags,
      '-o',
      binary,
      place.pkg,
    ]
    await runGo(go.command, args, place)
  } finally {
    overlay?.remove()
  }
}
