// Lets `npm test` and `npm run demo` work on a fresh clone that has only Node and npm.
import { spawnSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'

if (!existsSync('node_modules/.modules.yaml')) {
  const { packageManager } = JSON.parse(readFileSync('package.json', 'utf8'))
  const { status, error } = spawnSync(
    'npx',
    ['--yes', packageManager, 'install', '--frozen-lockfile'],
    {
      stdio: 'inherit',
      shell: process.platform === 'win32',
    },
  )
  if (error) console.error(`Cannot start npx to install the workspace: ${error.message}`)
  process.exit(status ?? 1)
}
