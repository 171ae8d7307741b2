import { createHash } from 'node:crypto'
import { existsSync, readFileSync } from 'node:fs'
import { isAbsolute, join, sep } from 'node:path'
import type { AgentFile } from './agent-source.ts'
import type { GoSettings } from './go-settings.ts'
import { type ListedPackage, SOURCES } from './list-packages.ts'

export interface BuildInput {
  readonly settings: GoSettings
  readonly flags: readonly string[]
  /** What else decides: the test's name, say. */
  readonly purpose: readonly string[]
  readonly agent: readonly AgentFile[]
  readonly packages: readonly ListedPackage[]
}

/** Names a binary by all that it is built from; reads every file of the packages that may change. */
export function keyOf({ settings, flags, purpose, agent, packages }: BuildInput): string {
  const hash = createHash('sha256')
  function add(...parts: readonly (string | Uint8Array)[]): void {
    // With their lengths, so that no two lists of parts read the same.
    for (const part of parts) hash.update(`${part.length}:`).update(part)
  }
  for (const [name, setting] of Object.entries(settings).sort()) {
    if (!PASSING.has(name)) add(name, setting)
  }
  add('flags', ...flags, 'purpose', ...purpose)
  for (const { path, text } of agent) add(path, text)
  for (const file of moduleFiles(settings, packages)) add(file, readFileSync(file))
  for (const listed of packages) {
    if (listed.Standard) continue
    add(listed.ImportPath, listed.Dir)
    if (!isReadOnly(listed, settings)) {
      for (const file of sourcesOf(listed)) add(file, readFileSync(file))
    }
  }
  return hash.digest('hex').slice(0, KEY_LENGTH)
}

/** 128 bits: no two builds of one machine share a name by chance. */
const KEY_LENGTH = 32

/** Settings with no part in the binary, or with the name of a folder made for this one command. */
const PASSING: ReadonlySet<string> = new Set([
  'GOAUTH',
  'GOCACHE',
  'GOCACHEPROG',
  'GOGCCFLAGS',
  'GONOPROXY',
  'GONOSUMDB',
  'GOPRIVATE',
  'GOPROXY',
  'GOSUMDB',
  'GOTELEMETRY',
  'GOTELEMETRYDIR',
  'GOTMPDIR',
])

/** The go line and the godebug lines change how a program behaves. */
function moduleFiles(settings: GoSettings, packages: readonly ListedPackage[]): readonly string[] {
  const named = [
    settings['GOWORK'] ?? '',
    ...packages.map(({ Module, Standard }) => (Standard ? '' : (Module?.GoMod ?? ''))),
  ]
  return [...new Set(named)].filter((file) => isAbsolute(file) && existsSync(file)).sort()
}

/** A folder of the module cache has its version in its name, and nobody writes there. */
function isReadOnly({ Dir }: ListedPackage, settings: GoSettings): boolean {
  const cache = settings['GOMODCACHE']
  return cache !== undefined && cache !== '' && Dir.startsWith(cache + sep)
}

/** A generated main of a test is no file of the package: it is in the build cache. */
function sourcesOf(listed: ListedPackage): readonly string[] {
  return SOURCES.flatMap((field) => (listed[field] as readonly string[] | undefined) ?? [])
    .filter((file) => !isAbsolute(file))
    .map((file) => join(listed.Dir, file))
}
