// Builds every package with tsc: ESM by project references, then the CommonJS twins. What tests load is bundled.
import { spawnSync } from 'node:child_process'
import { existsSync, readdirSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { startBuilding } from '../is-built.mjs'
import { bundle } from './bundle.mjs'

const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..')
const tsc = join(
  dirname(createRequire(import.meta.url).resolve('typescript/package.json')),
  'bin',
  'tsc',
)

function runTsc(...args) {
  const { status } = spawnSync(process.execPath, [tsc, ...args], { cwd: root, stdio: 'inherit' })
  if (status !== 0) process.exit(status ?? 1)
}

const hasBuilt = startBuilding(root)
runTsc('--build')
for (const name of readdirSync(join(root, 'packages'))) {
  const project = join(root, 'packages', name, 'tsconfig.cjs.json')
  if (!existsSync(project)) continue
  runTsc('--project', project)
  writeFileSync(
    join(root, 'packages', name, 'dist', 'cjs', 'package.json'),
    '{ "type": "commonjs" }\n',
  )
}
for (const name of ['expose-gc-wrapper', 'core', 'vitest', 'jest'])
  await bundle(join(root, 'packages', name))
hasBuilt()
