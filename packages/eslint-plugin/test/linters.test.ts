import { cpSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { runNode } from '../../../test/run-node.ts'

const PLUGIN = join(import.meta.dirname, '..')
const LEAKY = `import { expect, test } from 'vitest'

test('polls', async () => {
  await expect(async () => {
    setInterval(() => {}, 10)
    process.on('exit', () => {})
    await fetch('http://127.0.0.1/')
  }).not.toLeak()
})
`

const EXPECTED = [
  'no-fetch-body-unread',
  'no-interval-without-clear',
  'no-listener-without-removal',
]

test('ESLint takes its recommended rules from the built package', async () => {
  const cwd = project({
    'eslint.config.js':
      "import plateau from 'eslint-plugin-plateau'\nexport default [plateau.configs.recommended]\n",
  })

  const { output, exitCode } = await lint(cwd, 'eslint', 'bin/eslint.js')

  expect(rulesIn(output)).toEqual(EXPECTED)
  expect(exitCode).toBe(1)
}, 60_000)

test('oxlint takes the same package', async () => {
  const rules = Object.fromEntries(EXPECTED.map((name) => [`plateau/${name}`, 'error']))
  const cwd = project({
    '.oxlintrc.json': JSON.stringify({ jsPlugins: ['eslint-plugin-plateau'], rules }),
  })

  const { output, exitCode } = await lint(cwd, 'oxlint', 'bin/oxlint')

  expect(rulesIn(output)).toEqual(EXPECTED)
  expect(exitCode).toBe(1)
}, 60_000)

function project(files: Readonly<Record<string, string>>): string {
  const cwd = mkdtempSync(join(tmpdir(), 'plateau-lint-'))
  onTestFinished(() => rmSync(cwd, { recursive: true, force: true, maxRetries: 5 }))
  const installed = join(cwd, 'node_modules', 'eslint-plugin-plateau')
  mkdirSync(installed, { recursive: true })
  cpSync(join(PLUGIN, 'package.json'), join(installed, 'package.json'))
  symlinkSync(join(PLUGIN, 'dist'), join(installed, 'dist'))
  const all = { 'package.json': '{ "type": "module" }', 'polls.test.js': LEAKY, ...files }
  for (const [name, text] of Object.entries(all)) writeFileSync(join(cwd, name), text)
  return cwd
}

function lint(cwd: string, linter: string, bin: string): ReturnType<typeof runNode> {
  const manifest = createRequire(import.meta.url).resolve(`${linter}/package.json`)
  return runNode([join(dirname(manifest), bin), 'polls.test.js'], { cwd })
}

/** ESLint writes `plateau/rule`, oxlint `plateau(rule)`. */
function rulesIn(output: string): readonly string[] {
  return [...output.matchAll(/plateau[/(]([\w-]+)\)?/g)].map(([, name = '']) => name).sort()
}
