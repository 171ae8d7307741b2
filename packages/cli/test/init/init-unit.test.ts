import { existsSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import { runNode } from '../../../../test/run-node.ts'
import { typeErrors } from '../../../../test/type-errors.ts'
import { jestProject } from '../../../jest/test/run-jest.ts'
import { vitestProject } from '../../../vitest/test/run-vitest.ts'
import { initUnit } from '../../src/init/init-unit.ts'
import { testFolder } from '../command/run-plateau.ts'

test('a project with Vitest and TypeScript is ready at once: it compiles, and its first test runs', async () => {
  const cwd = projectLike(vitestProject(), {
    'package.json': '{ "type": "module", "devDependencies": { "vitest": "5" } }',
    'vitest.config.ts': 'export default { test: { cache: false } }\n',
    'tsconfig.json': '{ "compilerOptions": { "types": ["node"] } }\n',
    'pnpm-lock.yaml': '',
  })

  expect(initUnit(cwd)).toMatchInlineSnapshot(`
    [
      "vitest.config.ts: test.setupFiles names @plateau/vitest.",
      "tsconfig.json: compilerOptions.types names @plateau/vitest.",
      "test/leaks.test.ts written.",
      "",
      "Next:",
      "  pnpm add --save-dev @plateau/vitest",
      "  npx vitest run test/leaks.test.ts",
    ]
  `)

  const types = ['@plateau/vitest']
  const settings = { module: 'nodenext', skipLibCheck: true } as const
  expect(await typeErrors(cwd, 'test/leaks.test.ts', { ...settings, types })).toEqual([])
  expect(await typeErrors(cwd, 'test/leaks.test.ts', settings)).toEqual([
    expect.stringContaining("error TS2339: Property 'toLeak' does not exist on type 'Assertion<"),
  ])
  const vitest = join(cwd, 'node_modules', 'vitest', 'vitest.mjs')
  const { exitCode, output } = await runNode([vitest, 'run'], { cwd })
  expect(exitCode, output).toBe(0)
  expect(output).toMatch(/Tests +1 passed/)
}, 120_000)

test('a project with Jest is ready at once: its first test runs', async () => {
  const cwd = projectLike(jestProject(), {
    'package.json': '{\n  "devDependencies": { "jest": "30" }\n}\n',
    'jest.config.js': 'module.exports = {\n  clearMocks: true,\n}\n',
  })

  expect(initUnit(cwd)).toMatchInlineSnapshot(`
    [
      "jest.config.js: setupFilesAfterEnv names @plateau/jest.",
      "test/leaks.test.js written.",
      "",
      "Next:",
      "  npm install --save-dev @plateau/jest",
      "  npx jest test/leaks.test.js",
    ]
  `)

  const jest = join(cwd, 'node_modules', 'jest', 'bin', 'jest.js')
  const { exitCode, output } = await runNode([jest, '-i'], { cwd })
  expect(exitCode, output).toBe(0)
  expect(output).toMatch(/Tests: +1 passed/)
}, 120_000)

test('nothing that is there is written over, and a second time changes nothing', () => {
  const files = {
    'package.json': '{ "jest": {}, "devDependencies": { "jest": "30" } }',
    'tsconfig.json': '{}',
    '__tests__/leaks.test.ts': '// mine\n',
  }
  const cwd = projectLike(undefined, files)

  const first = initUnit(cwd)
  const manifest = readFileSync(join(cwd, 'package.json'), 'utf8')

  expect(first).toContain('__tests__/leaks.test.ts is there already: left as it is.')
  expect(JSON.parse(manifest)).toMatchObject({ jest: { setupFilesAfterEnv: ['@plateau/jest'] } })
  expect(readFileSync(join(cwd, '__tests__/plateau.d.ts'), 'utf8')).toContain(
    '/// <reference types="@plateau/jest" />',
  )
  expect(initUnit(cwd)).toContain('package.json names @plateau/jest already: left as it is.')
  expect(readFileSync(join(cwd, 'package.json'), 'utf8')).toBe(manifest)
  expect(readFileSync(join(cwd, '__tests__/leaks.test.ts'), 'utf8')).toBe('// mine\n')
})

test('a configuration that cannot be read off is left, and told what to add', () => {
  const config = 'export default await load()\n'
  const cwd = projectLike(undefined, {
    'package.json': '{ "devDependencies": { "vitest": "5" } }',
    'vite.config.mjs': config,
  })

  expect(initUnit(cwd)[0]).toBe(
    "vite.config.mjs could not be read as the object of one project: add '@plateau/vitest' to the test.setupFiles of each yourself.",
  )
  expect(readFileSync(join(cwd, 'vite.config.mjs'), 'utf8')).toBe(config)
})

test('node --test needs a test alone', () => {
  const cwd = projectLike(undefined, { 'package.json': '{ "scripts": { "test": "node --test" } }' })

  expect(initUnit(cwd)[0]).toBe('test/leaks.test.mjs written.')
  expect(existsSync(join(cwd, 'tsconfig.json'))).toBe(false)
})

test('without a runner it says what it looks for', () => {
  const cwd = projectLike(undefined, { 'package.json': '{}' })

  expect(() => initUnit(cwd)).toThrow(
    'plateau init --unit found neither Vitest nor Jest nor node --test in package.json.',
  )
})

/** A project of these files with the packages of another one. */
function projectLike(
  installed: string | undefined,
  files: Readonly<Record<string, string>>,
): string {
  const cwd = testFolder()
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(cwd, path)), { recursive: true })
    writeFileSync(join(cwd, path), text)
  }
  if (installed !== undefined) {
    const modules = join(cwd, 'node_modules')
    symlinkSync(join(installed, 'node_modules'), modules)
    onTestFinished(() => rmSync(modules, { force: true }))
  }
  return cwd
}
