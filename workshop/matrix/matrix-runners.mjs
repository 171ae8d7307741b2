// What a user of each runner installs and configures, and how the run is started.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'

/** Milliseconds. Above any runner's default: other work on the machine must not decide a cell. */
const TEST_TIMEOUT_MS = 120_000

/** By runner: the dialect of its project, its dependencies, configuration, command and report. */
export const RUNNERS = {
  vitest: {
    dependencies: (version) => ({ '@plateau/vitest': 'packed', vitest: version }),
    dialect: () => ({
      folder: '.',
      language: 'ts',
      modules: 'esm',
      testApi: 'vitest',
      importEnding: '.ts',
    }),
    files: ({ mode }) => ({
      'package.json': '{ "type": "module" }\n',
      'vitest.config.mjs': `export default ${JSON.stringify({
        test: {
          ...(mode === 'no-isolate' ? { pool: 'forks', isolate: false } : { pool: mode }),
          setupFiles: ['@plateau/vitest'],
          testTimeout: TEST_TIMEOUT_MS,
        },
      })}\n`,
    }),
    command: (project) => [
      join(project, 'node_modules', 'vitest', 'vitest.mjs'),
      'run',
      '--reporter=default',
      '--reporter=json',
      '--outputFile.json=report.json',
    ],
    place: ({ mode }) =>
      `${/threads/i.test(mode) ? 'thread' : 'child process'}, ${mode.startsWith('vm') ? 'own' : 'main'} realm`,
    readReport: readJestReport,
  },
  jest: {
    dependencies: (version) => ({
      '@plateau/jest': 'packed',
      jest: version,
      'jest-environment-jsdom': version,
      '@babel/core': '7.29.13',
      '@babel/preset-env': '7.29.14',
      '@babel/preset-typescript': '7.29.7',
      '@happy-dom/jest-environment': '20.14.5',
      '@swc/core': '1.16.22',
      '@swc/jest': '0.2.39',
      '@types/node': '22.20.5',
      'ts-jest': '29.4.15',
      typescript: '5.9.3',
    }),
    dialect: ({ mode }) => ({
      folder: '.',
      language: TRANSFORMS[mode] ? 'ts' : 'js',
      modules: TRANSFORMS[mode] || mode === 'esm' ? 'esm' : 'commonjs',
      testApi: '@jest/globals',
      importEnding: TRANSFORMS[mode] ? '' : '.js',
      hasDom: mode in ENVIRONMENTS,
    }),
    files: (cell) => ({
      'package.json': JSON.stringify({
        type: cell.mode === 'esm' ? 'module' : 'commonjs',
        jest: jestOptions(cell),
      }),
      'tsconfig.json': JSON.stringify({
        compilerOptions: {
          target: 'es2022',
          module: 'commonjs',
          esModuleInterop: true,
          strict: true,
          types: ['node', '@plateau/jest'],
        },
      }),
      'babel.config.cjs':
        cell.mode === 'babel'
          ? `module.exports = { presets: [['@babel/preset-env', { targets: { node: 'current' } }], '@babel/preset-typescript'] }\n`
          : 'module.exports = {}\n',
    }),
    command: (project, { mode }) => [
      ...(mode === 'esm' ? ['--experimental-vm-modules', '--no-warnings'] : []),
      join(project, 'node_modules', 'jest', 'bin', 'jest.js'),
      '--json',
      '--outputFile=report.json',
      ...(mode === 'in-band' ? ['--runInBand'] : ['--maxWorkers=2']),
      ...(mode === 'threads' ? ['--workerThreads'] : []),
    ],
    place: ({ mode }) => `${JEST_PLACES[mode] ?? 'child process'}, own realm`,
    readReport: readJestReport,
  },
  'node-test': {
    dependencies: () => ({ '@plateau/core': 'packed' }),
    dialect: () => ({
      folder: 'node-test',
      language: 'js',
      modules: 'esm',
      importEnding: '.js',
    }),
    files: () => ({
      'package.json': '{ "type": "module" }\n',
      'report.mjs': `export default async function* (source) {
  for await (const { type, data } of source) {
    if (!/^test:(pass|fail)$/.test(type) || data.details.type === 'suite') continue
    const error = data.details.error?.cause ?? data.details.error
    yield JSON.stringify({
      title: data.name,
      status: type === 'test:pass' ? 'passed' : 'failed',
      failure: error?.stack ?? '',
    }) + '\\n'
  }
}
`,
    }),
    command: (_, { files }) => [
      '--test',
      '--test-reporter=spec',
      '--test-reporter-destination=stdout',
      '--test-reporter=./report.mjs',
      '--test-reporter-destination=report.json',
      ...files.filter((name) => name.includes('.test.')),
    ],
    place: () => '',
    readReport: (path) =>
      readFileSync(path, 'utf8')
        .split('\n')
        .filter(Boolean)
        .map((line) => JSON.parse(line)),
  },
}

/** Those that need none use what Jest itself does with JavaScript. */
const TRANSFORMS = {
  'ts-jest': { '^.+\\.ts$': 'ts-jest' },
  swc: { '^.+\\.ts$': ['@swc/jest', { jsc: { parser: { syntax: 'typescript' } } }] },
  babel: { '^.+\\.ts$': 'babel-jest' },
}

const ENVIRONMENTS = { jsdom: 'jsdom', 'happy-dom': '@happy-dom/jest-environment' }

const JEST_PLACES = { 'in-band': 'main process', threads: 'thread' }

function jestOptions({ mode }) {
  return {
    setupFilesAfterEnv: ['@plateau/jest'],
    testTimeout: TEST_TIMEOUT_MS,
    ...(mode === 'esm' ? { transform: {} } : {}),
    ...(TRANSFORMS[mode] ? { transform: TRANSFORMS[mode] } : {}),
    ...(ENVIRONMENTS[mode] ? { testEnvironment: ENVIRONMENTS[mode] } : {}),
    // Files that were quick last time would run in Jest's own process.
    cacheDirectory: '<rootDir>/cache',
  }
}

/** Vitest writes the same shape. */
function readJestReport(path) {
  return JSON.parse(readFileSync(path, 'utf8')).testResults.flatMap(
    ({ assertionResults, message }) =>
      assertionResults.length > 0
        ? assertionResults.map(({ title, status, failureMessages, duration }) => ({
            title,
            status,
            failure: failureMessages.join('\n\n'),
            ms: duration,
          }))
        : [{ title: 'the file itself', status: 'failed', failure: message }],
  )
}
