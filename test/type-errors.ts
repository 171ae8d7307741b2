import { mkdirSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { install } from '../workshop/installed-project.mjs'
import { runNode } from './run-node.ts'

/** The oldest compiler that reads our types, the last of each line since, and that of this workspace. */
const COMPILERS = { '5.4': '5.4.5', '5.9': '5.9.3', '6': '6.0.3', workspace: undefined } as const

type Compiler = keyof typeof COMPILERS

/** How modules are found, which must fit their kind. */
const RESOLUTIONS = {
  nodenext: 'nodenext',
  node16: 'node16',
  preserve: 'bundler',
  esnext: 'bundler',
  commonjs: 'node10',
} as const

export interface TypeSettings {
  readonly module: keyof typeof RESOLUTIONS
  readonly skipLibCheck: boolean
  readonly compiler?: Compiler
  /** Names in `compilerOptions.types`; none by default. */
  readonly types?: readonly string[]
}

/** Every way of a project to find our types that is not like another; the first are of today's compiler. */
export const EVERY_SETTING: readonly TypeSettings[] = [
  { module: 'nodenext', skipLibCheck: false },
  { module: 'preserve', skipLibCheck: false },
  { module: 'esnext', skipLibCheck: true },
  { compiler: '6', module: 'node16', skipLibCheck: true },
  { compiler: '5.9', module: 'nodenext', skipLibCheck: false },
  { compiler: '5.4', module: 'preserve', skipLibCheck: true },
  { compiler: '5.4', module: 'commonjs', skipLibCheck: true },
]

/** Those that stand for all in `npm test`: today's way, and the oldest. */
export const LIKELIEST: readonly TypeSettings[] = [
  { module: 'nodenext', skipLibCheck: false },
  { compiler: '5.4', module: 'commonjs', skipLibCheck: true },
]

/** What tsc says, strictly, of one file of a project and of our own declarations; not of others'. */
export async function typeErrors(
  project: string,
  file: string,
  { compiler = 'workspace', types = [], ...settings }: TypeSettings,
): Promise<readonly string[]> {
  const folder = join(project, 'tsconfigs')
  mkdirSync(folder, { recursive: true })
  const named = [compiler, ...Object.values(settings), ...types].join('.').replaceAll('/', '-')
  const config = join(folder, `tsconfig.${file.replaceAll('/', '-')}.${named}.json`)
  const compilerOptions = {
    ...settings,
    moduleResolution: RESOLUTIONS[settings.module],
    strict: true,
    noEmit: true,
    target: 'es2022',
    types,
  }
  writeFileSync(config, JSON.stringify({ compilerOptions, files: [join(project, file)] }))
  const tsc = join(compilerFolder(compiler), 'bin', 'tsc')
  const { output, exitCode } = await runNode([tsc, '--pretty', 'false', '--project', config], {
    cwd: project,
  })
  const errors = output.split('\n').filter((line) => /error TS/.test(line))
  if (exitCode !== 0 && errors.length === 0) throw new Error(`tsc failed:\n${output}`)
  return errors.filter((line) => !line.includes('node_modules') || line.includes('@plateau'))
}

function compilerFolder(compiler: Compiler): string {
  const version = COMPILERS[compiler]
  if (version === undefined) {
    return dirname(createRequire(import.meta.url).resolve('typescript/package.json'))
  }
  const project = install({
    name: `typescript-${compiler}`,
    manifest: { private: true, dependencies: { typescript: version } },
  })
  return join(project, 'node_modules', 'typescript')
}
