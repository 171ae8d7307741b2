import { writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { runNode } from './run-node.ts'

const tsc = join(
  dirname(createRequire(import.meta.url).resolve('typescript/package.json')),
  'bin',
  'tsc',
)

export interface TypeSettings {
  readonly module: 'nodenext' | 'preserve'
  readonly skipLibCheck: boolean
}

/** What tsc says, strictly, of one file of a project and of our own declarations; not of others'. */
export async function typeErrors(
  project: string,
  file: string,
  settings: TypeSettings,
): Promise<readonly string[]> {
  const config = join(project, `tsconfig.${settings.module}.${settings.skipLibCheck}.json`)
  const compilerOptions = { ...settings, strict: true, noEmit: true, target: 'es2022', types: [] }
  writeFileSync(config, JSON.stringify({ compilerOptions, files: [file] }))
  const { output, exitCode } = await runNode([tsc, '--pretty', 'false', '--project', config], {
    cwd: project,
  })
  const errors = output.split('\n').filter((line) => /error TS/.test(line))
  if (exitCode !== 0 && errors.length === 0) throw new Error(`tsc failed:\n${output}`)
  return errors.filter((line) => !line.includes('node_modules') || line.includes('@plateau'))
}
