// Lets every command work on a fresh clone that has only Node and npm.
import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

/** Ends this process where the workspace cannot be installed. */
export function ensureInstalled(root) {
  if (existsSync(join(root, 'node_modules', '.modules.yaml'))) return
  const { packageManager } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))
  const { status, error } = spawnSync(
    'npx',
    ['--yes', packageManager, 'install', '--frozen-lockfile'],
    { cwd: root, stdio: 'inherit', shell: process.platform === 'win32' },
  )
  if (error) console.error(`Cannot start npx to install the workspace: ${error.message}`)
  if (status !== 0) process.exit(status ?? 1)
}
