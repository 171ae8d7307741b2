// Everything that must hold before review: types, format, lint, unused exports, package shape, direction of imports.
import { spawnSync } from 'node:child_process'
import { packTarballs, root } from '../installed-project.mjs'

const steps = [
  ['types and build', 'node', ['workshop/build/build.mjs']],
  ['types of tests', 'tsc', ['--noEmit', '--project', 'tsconfig.test.json']],
  ['format and lint', 'biome', ['ci', '--colors=off', '--error-on-warnings', '.']],
  ['unused files, exports and dependencies', 'knip', ['--no-config-hints']],
  ['direction of imports', 'vitest', ['run', 'test/architecture.test.ts']],
]

for (const step of steps) run(step)
for (const [name, tarball] of Object.entries(packTarballs())) {
  run([`package shape of ${name}`, 'publint', ['--strict', tarball]])
  run([`types of ${name}`, 'attw', [tarball, ...attwOptions(name)]])
}
console.log('\ncheck: all passed')

function run([title, command, args]) {
  console.log(`\n— ${title}`)
  const { status, error } = spawnSync(command, args, {
    cwd: root,
    stdio: 'inherit',
    shell: process.platform === 'win32',
  })
  if (status === 0) return
  console.error(`check: ${title} failed${error ? `: ${error.message}` : ''}`)
  process.exit(1)
}

/** node10 is a resolution that knows no exports map; these packages are ESM only, as Vitest is. */
function attwOptions(name) {
  return ['@plateau/vitest', '@plateau/memlab', '@plateau/cli', 'eslint-plugin-plateau'].includes(
    name,
  )
    ? ['--profile', 'esm-only']
    : ['--profile', 'node16']
}
