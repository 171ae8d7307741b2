import { spawnSync } from 'node:child_process'
import { chmodSync, globSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, type TestContext } from 'vitest'
import { testOfWhole } from '../../../../test/whole.ts'
import { installedProject } from '../../../../workshop/installed-project.mjs'

const FIXTURES = join(import.meta.dirname, 'fixtures')

/** By npm, without their scripts: the binaries are in packages of their own for each platform. */
const RUNTIMES = {
  bun: {
    dependencies: { bun: '1.4.5' },
    binary: 'node_modules/@oven/bun-*/bin/bun{,.exe}',
    args: ['test', './bun.test.js'],
    passed: /^\(pass\) (.*?) \[/gm,
  },
  deno: {
    dependencies: { deno: '2.9.6' },
    binary: 'node_modules/@deno/*/deno{,.exe}',
    args: ['test', '--allow-all', '--no-check', 'deno.test.js'],
    passed: /^(.*) \.\.\. ok/gm,
  },
} as const

const CLEAN = [
  'objects that are dropped',
  'promises that settle',
  'a store that is emptied',
  'text that is made and parsed',
  'buffers that are dropped',
]

testOfWhole(
  'Bun passes what is clean, names the classes that leak and settles no store of numbers',
  (context) => {
    const output = judgedIn('bun', context)

    expect(output).toMatch(/grows +\+1 Session, \+32 bytes per iteration/)
    expect(output).toMatch(/grows +\+1 Timeout/)
  },
  900_000,
)

testOfWhole(
  'Deno passes what is clean, fails what leaks and settles no store of numbers',
  (context) => {
    const output = judgedIn('deno', context)

    expect(output).toMatch(/handles grew \+1 handle per iteration, Timeout/)
    expect(output).toMatch(/external grew \+2 000 bytes per iteration/)
  },
  900_000,
)

/** What the run says, once each scenario was found to be judged as it must be. */
function judgedIn(runtime: keyof typeof RUNTIMES, context: TestContext): string {
  const { passed, output } = run(runtime, context)

  expect(passed).toEqual(CLEAN)
  expect(count(output, /LeakError: expected scenario not to leak/g)).toBe(5)
  expect(count(output, /UnsettledError: could not tell/g)).toBe(1)
  return output
}

interface RuntimeRun {
  readonly passed: readonly string[]
  readonly output: string
}

function run(runtime: keyof typeof RUNTIMES, context: TestContext): RuntimeRun {
  const { args, passed } = RUNTIMES[runtime]
  const { project, path } = installed(runtime, context)
  const { stdout, stderr } = spawnSync(path, args, {
    cwd: project,
    encoding: 'utf8',
    env: { ...process.env, NO_COLOR: '1' },
  })
  const output = `${stdout}${stderr}`
  return { passed: [...output.matchAll(passed)].map(([, name = '']) => name), output }
}

/** Skips the test, and says why, where the runtime cannot be had. */
function installed(
  runtime: keyof typeof RUNTIMES,
  context: TestContext,
): { readonly project: string; readonly path: string } {
  const { dependencies, binary } = RUNTIMES[runtime]
  const [[name, version] = []] = Object.entries(dependencies)
  try {
    const project = installedProject({
      name: runtime,
      dependencies: { '@plateau/core': 'packed', ...dependencies },
      files: Object.fromEntries(
        readdirSync(FIXTURES).map((file) => [file, readFileSync(join(FIXTURES, file), 'utf8')]),
      ),
    })
    const path = join(project, globSync(binary, { cwd: project })[0] ?? binary)
    chmodSync(path, 0o755)
    return { project, path }
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error)
    console.warn(`SKIPPED in ${runtime}, which npm install ${name}@${version} would bring: ${why}`)
    return context.skip(`npm install ${name}@${version} brought no binary for this platform`)
  }
}

function count(text: string, pattern: RegExp): number {
  return [...text.matchAll(pattern)].length
}
