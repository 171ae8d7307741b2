import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { dependsOn, type Project } from './find-runner.ts'

/** A file that is to be written, by its place in the project. */
export interface NewFile {
  readonly path: string
  readonly text: string
}

/** The first test of a project, beside those that it has. */
export function firstTest(project: Project): NewFile {
  const ending = project.typescript !== undefined ? 'ts' : endingOfTests(project)
  const folder = folderOfTests(project.cwd)
  return { path: join(folder, `leaks.test.${ending}`), text: textOf(project) }
}

/** CommonJS and modules differ for `import` in plain JavaScript alone; Jest's globals need neither. */
function endingOfTests({ runner, manifest }: Project): string {
  return runner === 'jest' || manifest.type === 'module' ? 'js' : 'mjs'
}

const FOLDERS: readonly string[] = ['test', 'tests', '__tests__', 'src/__tests__', 'spec']

/** In the first folder of tests, or beside the sources, where a runner's own patterns look for them. */
function folderOfTests(cwd: string): string {
  const found = FOLDERS.find((folder) => existsSync(join(cwd, folder)))
  if (found !== undefined) return found
  const isBeside = existsSync(join(cwd, 'src')) && hasTests(join(cwd, 'src'))
  return isBeside ? 'src' : 'test'
}

function hasTests(folder: string): boolean {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' }).some((name) =>
    /\.(?:test|spec)\.[cm]?[jt]sx?$/.test(name),
  )
}

function textOf(project: Project): string {
  const lines = [...importsOf(project), '']
  if (project.runner === 'node:test') {
    return `${[...lines, "test('a look-up leaves nothing behind', (t) =>", '  assertNoLeak(t, () => {', ...body('    '), '  }))'].join('\n')}\n`
  }
  return `${[...lines, "test('a look-up leaves nothing behind', async () => {", '  await expect(() => {', ...body('    '), '  }).not.toLeak()', '})'].join('\n').trimStart()}\n`
}

function body(indentation: string): readonly string[] {
  return [
    '// Your code in place of this: it runs many times, and whatever it keeps of each time is a leak.',
    "const words = new Map([['leak', 1]])",
    "return words.get('leak')",
  ].map((line) => indentation + line)
}

function importsOf({ runner, typescript, manifest }: Project): readonly string[] {
  switch (runner) {
    case 'vitest':
      return ["import { expect, test } from 'vitest'"]
    case 'jest':
      return typescript === undefined || dependsOn(manifest, '@types/jest')
        ? []
        : ["import { expect, test } from '@jest/globals'"]
    case 'node:test':
      return [
        "import { test } from 'node:test'",
        "import { assertNoLeak } from '@plateau/core/node-test'",
      ]
  }
}
