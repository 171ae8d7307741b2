import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parse } from 'jsonc-parser'

export type RunnerName = 'vitest' | 'jest' | 'node:test'

/** What a project says of itself, as far as a first test depends on it. */
export interface Project {
  readonly cwd: string
  readonly runner: RunnerName
  /** Where the runner is configured, relative; undefined where it is nowhere yet. */
  readonly config: string | undefined
  /** Its tsconfig.json, relative; undefined where it is not written in TypeScript. */
  readonly typescript: string | undefined
  readonly manifest: Manifest
  readonly installCommand: string
}

interface Manifest {
  readonly type?: unknown
  readonly jest?: unknown
  readonly scripts?: Readonly<Record<string, unknown>>
  readonly dependencies?: Readonly<Record<string, unknown>>
  readonly devDependencies?: Readonly<Record<string, unknown>>
}

const VITEST_CONFIGS = configNames('vitest.config')
// Vitest reads Vite's configuration where it has none of its own.
const VITE_CONFIGS = configNames('vite.config')
const JEST_CONFIGS = [...configNames('jest.config'), 'jest.config.json']

function configNames(stem: string): readonly string[] {
  return ['ts', 'mts', 'cts', 'js', 'mjs', 'cjs'].map((ending) => `${stem}.${ending}`)
}

/** Undefined where no runner is found that Plateau has an adapter for. */
export function findProject(cwd: string): Project | undefined {
  const manifest = readManifest(cwd)
  const runner = runnerOf(cwd, manifest)
  if (runner === undefined) return undefined
  return {
    cwd,
    runner,
    config: configOf(cwd, runner, manifest),
    typescript: firstThere(cwd, ['tsconfig.json']),
    manifest,
    installCommand: installCommandIn(cwd),
  }
}

function readManifest(cwd: string): Manifest {
  const file = join(cwd, 'package.json')
  return existsSync(file) ? ((parse(readFileSync(file, 'utf8')) as Manifest | undefined) ?? {}) : {}
}

/** What is installed tells more than a file that may be left over. */
function runnerOf(cwd: string, manifest: Manifest): RunnerName | undefined {
  for (const name of ['vitest', 'jest'] as const) if (dependsOn(manifest, name)) return name
  if (firstThere(cwd, VITEST_CONFIGS)) return 'vitest'
  if (firstThere(cwd, JEST_CONFIGS) || manifest.jest !== undefined) return 'jest'
  const scripts = Object.values(manifest.scripts ?? {})
  return scripts.some((line) => /\bnode\b.* --test\b/.test(String(line))) ? 'node:test' : undefined
}

export function dependsOn({ dependencies, devDependencies }: Manifest, name: string): boolean {
  return name in { ...dependencies, ...devDependencies }
}

function configOf(cwd: string, runner: RunnerName, { jest }: Manifest): string | undefined {
  if (runner === 'vitest') return firstThere(cwd, [...VITEST_CONFIGS, ...VITE_CONFIGS])
  if (runner === 'node:test') return undefined
  return firstThere(cwd, JEST_CONFIGS) ?? (jest === undefined ? undefined : 'package.json')
}

const LOCK_FILES: readonly (readonly [file: string, command: string])[] = [
  ['pnpm-lock.yaml', 'pnpm add --save-dev'],
  ['yarn.lock', 'yarn add --dev'],
  ['bun.lock', 'bun add --dev'],
]

function installCommandIn(cwd: string): string {
  const found = LOCK_FILES.find(([file]) => existsSync(join(cwd, file)))
  return found?.[1] ?? 'npm install --save-dev'
}

function firstThere(cwd: string, names: readonly string[]): string | undefined {
  return names.find((name) => existsSync(join(cwd, name)))
}
