// The one project that every cell runs, written in the dialect that the cell's runner reads.
import { readdirSync, readFileSync } from 'node:fs'
import { stripTypeScriptTypes } from 'node:module'
import { join } from 'node:path'
import { asCommonJs } from '../dialect.mjs'
import { root } from '../installed-project.mjs'

/**
 * The project's files by name, for a `dialect`: `{ folder, language: 'ts' | 'js', modules:
 * 'esm' | 'commonjs', testApi, importEnding, hasDom }`. A line of the original is the same line in each of them.
 */
export function projectFiles(dialect) {
  const fixtures = join(root, 'test', 'fixtures', 'matrix')
  const folder = join(fixtures, dialect.folder)
  const paths = readdirSync(folder)
    .filter((name) => name.endsWith('.test.ts') && (dialect.hasDom || name !== 'dom.test.ts'))
    .map((name) => [name, join(folder, name)])
  return Object.fromEntries(
    [['subject.ts', join(fixtures, 'subject.ts')], ...paths].map(([name, path]) => [
      name.replace(/ts$/, dialect.language),
      written(readFileSync(path, 'utf8'), dialect),
    ]),
  )
}

/** What a run of these files must show: each test by its title, and the line of each leak. */
export function expectations(files) {
  const leaks = {}
  const tests = []
  for (const [file, text] of Object.entries(files)) {
    const lines = text.split('\n')
    lines.forEach((line, at) => {
      const [, leak] = /\/\/ leaks: (\w+)/.exec(line) ?? []
      const [, store] = /(\w+)\.(?:set|on|push)\(/.exec(line) ?? []
      if (leak) leaks[leak] = { file, line: at + 1, store }
      const [, title] = /^test\('(.*?)'/.exec(line) ?? []
      if (title) {
        const length = lines.slice(at + 1).findIndex((next) => next.startsWith('test('))
        const last = length < 0 ? lines.length : at + length + 1
        tests.push({ title, file, first: at + 1, last })
      }
    })
  }
  return tests.map((test) => {
    const [, leak] = /^leaky (\w+)/.exec(test.title) ?? []
    return { ...test, isAwaited: !test.title.includes('un-awaited'), leak: leak && leaks[leak] }
  })
}

function written(source, { language, modules, testApi, importEnding }) {
  const addressed = source
    .replace(/from 'vitest'/, `from '${testApi}'`)
    .replace(/from '\.{1,2}\/(\w+)\.ts'/, `from './$1${importEnding}'`)
  // Types become blanks: every position stays.
  const plain = language === 'js' ? stripTypeScriptTypes(addressed) : addressed
  return modules === 'commonjs' ? asCommonJs(plain) : plain
}
