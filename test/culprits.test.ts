import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect } from 'vitest'
import { installedProject, VERSIONS } from '../workshop/installed-project.mjs'
import { runNode } from './run-node.ts'
import { isWhole, testOfWhole } from './whole.ts'

const FIXTURE = join(import.meta.dirname, 'fixtures', 'culprits')

/** What each leak of the fixture must be told to be: the true container and the true line of the TypeScript. */
const TRUE_CULPRITS = {
  'entry of a map': [
    /grows +\+1 Session,/,
    /allocated at +src\/sessions\.ts:21:19 {2}remember$/m,
    /retained by +module src\/sessions\.ts → sessions \(Map\) → entry → Session$/m,
  ],
  listener: [
    /grows +\+1 function onData,/,
    /allocated at +src\/connection\.ts:10:\d+ {2}open$/m,
    /retained by +module src\/connection\.ts → bus \(EventEmitter\) → _events \(Object\) → data \(Array\) → entry → function onData$/m,
    /each closure keeps buffer \(Array, \d+ bytes\)/,
    /Remove each listener when its work ends/,
  ],
  interval: [
    /grows +\+1 Timeout,/,
    /allocated at +src\/poller\.ts:10:\d+ {2}start$/m,
    /its callback \(anonymous\) is at src\/poller\.ts:10:\d+$/m,
    /each is an interval of 60 s that was not cleared/,
    /Clear each timer when its work ends/,
  ],
  numbers: [
    /grows +\+1 number or reference,/,
    /allocated at +src\/histogram\.ts:8:\d+/,
    /retained by +module src\/histogram\.ts → amounts \(Array\)$/m,
  ],
} as const

/** What `npm test` has explained: an object by its store, and a closure by what holds it. */
const LIKELIEST: readonly string[] = ['entry of a map', 'listener']

const IN_VITEST = `import { expect, test } from 'vitest'\n`

/** How a Jest project turns TypeScript into JavaScript. */
const TRANSFORMS = {
  'ts-jest': 'ts-jest',
  swc: '@swc/jest',
  babel: [
    'babel-jest',
    {
      presets: ['@babel/preset-typescript'],
      plugins: ['@babel/plugin-transform-modules-commonjs'],
    },
  ],
} as const

describe('the culprit of a TypeScript project', () => {
  testOfWhole(
    'is named by its source lines in Vitest',
    async () => {
      const { project, cwd } = vitestProject()
      const names = isWhole ? Object.keys(TRUE_CULPRITS) : LIKELIEST

      const { output } = await runNode(
        [
          join(project, 'node_modules', 'vitest', 'vitest.mjs'),
          'run',
          '--reporter=verbose',
          '-t',
          names.join('|'),
        ],
        { cwd },
      )

      expectCulprits(output, names)
    },
    300_000,
  )

  testOfWhole.each(Object.keys(TRANSFORMS))(
    'is named by its source lines in Jest with %s',
    async (kind) => {
      const project = jestProject()

      const { output } = await runNode(
        [
          join(project, 'node_modules', 'jest', 'bin', 'jest.js'),
          '-i',
          '--forceExit',
          ...only(kind),
        ],
        { cwd: join(project, kind) },
      )

      if (kind === 'ts-jest') expectLines(output)
      else expectCulprits(output)
    },
    480_000,
  )
})

function expectCulprits(
  output: string,
  names: readonly string[] = Object.keys(TRUE_CULPRITS),
): void {
  for (const [name, lines] of Object.entries(TRUE_CULPRITS)) {
    if (!names.includes(name)) continue
    const message = messageOf(output, name)
    for (const line of lines) expect.soft(message, `${name} in\n${output}`).toMatch(line)
  }
}

/** ts-jest keeps the whole of TypeScript in the same heap: too much for a snapshot in a test's time. */
const IN_TS_JEST = ['entry of a map', 'interval'] as const

function only(kind: string): readonly string[] {
  return kind === 'ts-jest' ? ['-t', IN_TS_JEST.join('|')] : []
}

function expectLines(output: string): void {
  for (const name of IN_TS_JEST) {
    const [, allocatedAt] = TRUE_CULPRITS[name]
    expect.soft(messageOf(output, name), `${name} in\n${output}`).toMatch(allocatedAt)
  }
}

/** From the line that names the failing test to the closing advice of its message. */
function messageOf(output: string, name: string): string {
  const failures = output.split(/^ *(?:FAIL|●) +/m)
  return failures.find((failure) => failure.split('\n')[0]?.trimEnd().endsWith(name)) ?? ''
}

/** A folder of the project that other tests install, too. */
function vitestProject(): { readonly project: string; readonly cwd: string } {
  const project = installedProject({
    name: 'vitest-5-adapter',
    dependencies: { '@plateau/vitest': 'packed', vitest: VERSIONS.vitest },
    files: {
      'culprits/vitest.config.js':
        "export default { test: { pool: 'forks', maxWorkers: 1, setupFiles: ['@plateau/vitest'] } }\n",
      ...sources('culprits/', IN_VITEST),
    },
  })
  return { project, cwd: join(project, 'culprits') }
}

function jestProject(): string {
  const kinds = Object.entries(TRANSFORMS).map(([kind, transform]) => ({
    [`${kind}/package.json`]: JSON.stringify({
      jest: {
        setupFilesAfterEnv: ['@plateau/jest'],
        transform: { '\\.ts$': transform },
      },
    }),
    [`${kind}/tsconfig.json`]: JSON.stringify({
      compilerOptions: {
        target: 'es2022',
        module: 'commonjs',
        esModuleInterop: true,
        strict: true,
      },
    }),
    ...sources(
      `${kind}/`,
      `import { expect, test } from '@jest/globals'\nimport '@plateau/jest'\n`,
      kind === 'ts-jest' ? 'auto' : 'full',
    ),
  }))
  return installedProject({
    name: 'culprits-jest',
    dependencies: {
      '@plateau/jest': 'packed',
      jest: VERSIONS.jest,
      '@types/node': '24.10.1',
      'ts-jest': '29.4.15',
      typescript: '5.9.3',
      '@swc/core': '1.15.3',
      '@swc/jest': '0.2.39',
      '@babel/core': '7.28.5',
      '@babel/plugin-transform-modules-commonjs': '7.27.1',
      '@babel/preset-typescript': '7.28.5',
    },
    files: Object.assign({}, ...kinds),
  })
}

function sources(folder: string, firstLine: string, explain = 'full'): Record<string, string> {
  const modules = readdirSync(join(FIXTURE, 'src')).map((name) => [
    `${folder}src/${name}`,
    readFileSync(join(FIXTURE, 'src', name), 'utf8'),
  ])
  const leaks = readFileSync(join(FIXTURE, 'leaks.test.ts'), 'utf8')
  const test = firstLine + leaks.replace("explain: 'full'", `explain: '${explain}'`)
  return { ...Object.fromEntries(modules), [`${folder}leaks.test.ts`]: test }
}
