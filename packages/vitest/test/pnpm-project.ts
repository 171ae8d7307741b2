import { spawnSync } from 'node:child_process'
import { mkdtempSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { packTarballs } from '../../../workshop/installed-project.mjs'

/** The package shows its manifest alone. */
const pnpm = join(dirname(createRequire(import.meta.url).resolve('pnpm')), 'bin', 'pnpm.cjs')

/** The packed adapter beside a release of Vitest in pnpm's strict layout, where only what is named can be imported. */
export function pnpmProject(vitest: string, files: Readonly<Record<string, string>>): string {
  const folder = mkdtempSync(join(tmpdir(), 'plateau-pnpm-'))
  const packed = Object.entries(packTarballs()).map(([id, tarball]) => [id, `file:${tarball}`])
  const manifest = {
    private: true,
    type: 'module',
    dependencies: { '@plateau/vitest': Object.fromEntries(packed)['@plateau/vitest'], vitest },
    pnpm: { overrides: Object.fromEntries(packed) },
  }
  writeFileSync(join(folder, 'package.json'), JSON.stringify(manifest))
  for (const [path, content] of Object.entries(files)) writeFileSync(join(folder, path), content)
  const { status, stdout } = spawnSync(
    process.execPath,
    [pnpm, 'install', '--ignore-workspace', '--ignore-scripts', '--prefer-offline'],
    { cwd: folder, encoding: 'utf8' },
  )
  if (status !== 0) throw new Error(`pnpm install failed in ${folder}:\n${stdout}`)
  return folder
}
