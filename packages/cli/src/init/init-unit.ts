import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { MisuseError } from '@plateau/core'
import { makeFolder } from '@plateau/core/process'
import { parse } from 'jsonc-parser'
import { addToJson, addToModule, type SetupPlace } from './add-setup-file.ts'
import { findProject, type Project, type RunnerName } from './find-runner.ts'
import { firstTest, type NewFile } from './first-test.ts'

const ADAPTERS = {
  vitest: '@plateau/vitest',
  jest: '@plateau/jest',
  'node:test': '@plateau/core',
} as const satisfies Record<RunnerName, string>

/**
 * Makes a project ready for leak tests: names the adapter in the runner's configuration and to TypeScript, and writes a
 * first test. Resolves to a sentence on each file. Throws `MisuseError` where no runner is found.
 */
export function initUnit(cwd: string): readonly string[] {
  const project = findProject(cwd)
  if (project === undefined) {
    throw new MisuseError(
      'plateau init --unit found neither Vitest nor Jest nor node --test in package.json. Install one, or run it in the folder of the package that has the tests.',
    )
  }
  const test = firstTest(project)
  return [
    ...configLines(project),
    ...typeLines(project, test),
    writeNew(project, test),
    '',
    'Next:',
    `  ${project.installCommand} ${ADAPTERS[project.runner]}`,
    `  ${runLine(project, test)}`,
  ]
}

function configLines(project: Project): readonly string[] {
  const { cwd, runner, config } = project
  if (runner === 'node:test') return []
  const adapter = ADAPTERS[runner]
  if (config === undefined) return [writeNew(project, newConfig(project))]
  const text = readFileSync(join(cwd, config), 'utf8')
  if (text.includes(adapter)) return [`${config} names ${adapter} already: left as it is.`]
  const place = placeIn(config, runner)
  const changed = config.endsWith('.json') ? addToJson(text, place) : addToModule(text, place)
  const name = place.path.join('.')
  if (changed === undefined) {
    return [
      `${config} could not be read as the object of one project: add '${adapter}' to the ${name} of each yourself.`,
    ]
  }
  writeFileSync(join(cwd, config), changed)
  return [`${config}: ${name} names ${adapter}.`]
}

function placeIn(config: string, runner: 'vitest' | 'jest'): SetupPlace {
  const adapter = ADAPTERS[runner]
  if (runner === 'vitest') return { path: ['test', 'setupFiles'], adapter }
  const inner = ['setupFilesAfterEnv']
  return { path: config === 'package.json' ? ['jest', ...inner] : inner, adapter }
}

function newConfig({ runner, manifest, typescript }: Project): NewFile {
  if (runner === 'jest') {
    const text = `{\n  "setupFilesAfterEnv": ["${ADAPTERS.jest}"]\n}\n`
    return { path: 'jest.config.json', text }
  }
  const isModule = manifest.type === 'module'
  const ending = typescript === undefined ? (isModule ? 'js' : 'mjs') : isModule ? 'ts' : 'mts'
  return {
    path: `vitest.config.${ending}`,
    text: `import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: { setupFiles: ['${ADAPTERS.vitest}'] },
})
`,
  }
}

/**
 * A setup file is no part of what TypeScript compiles. A list of types is added to; where there is none it may mean
 * all of them, which a list would end, so a file of declarations says it.
 */
function typeLines(project: Project, test: NewFile): readonly string[] {
  const { cwd, runner, typescript } = project
  if (typescript === undefined || runner === 'node:test') return []
  const adapter = ADAPTERS[runner]
  const text = readFileSync(join(cwd, typescript), 'utf8')
  const { compilerOptions } = (parse(text) ?? {}) as {
    compilerOptions?: { types?: unknown }
  }
  if (!Array.isArray(compilerOptions?.types)) {
    const path = join(dirname(test.path), 'plateau.d.ts')
    const line = `// Makes expect(…).toLeak() known to TypeScript.\n/// <reference types="${adapter}" />\n`
    return [writeNew(project, { path, text: line })]
  }
  if (compilerOptions.types.includes(adapter)) {
    return [`${typescript} names ${adapter} already: left as it is.`]
  }
  writeFileSync(
    join(cwd, typescript),
    addToJson(text, { path: ['compilerOptions', 'types'], adapter }),
  )
  return [`${typescript}: compilerOptions.types names ${adapter}.`]
}

function writeNew({ cwd }: Project, { path, text }: NewFile): string {
  const file = join(cwd, path)
  if (existsSync(file)) return `${path} is there already: left as it is.`
  makeFolder(dirname(file))
  writeFileSync(file, text, { flag: 'wx' })
  return `${path} written.`
}

function runLine({ runner }: Project, { path }: NewFile): string {
  switch (runner) {
    case 'vitest':
      return `npx vitest run ${path}`
    case 'jest':
      return `npx jest ${path}`
    case 'node:test':
      return `node --test ${path}`
  }
}
