import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { runReported } from '../../../test/run-reported.ts'
import { installedProject } from '../../../workshop/installed-project.mjs'
import { chromium } from './browser-chromium.ts'

const FIXTURES = join(import.meta.dirname, 'fixtures', 'browser')

/** The providers are released after Vitest, and fit one release of it only. */
const VERSIONS = {
  vitest: '5.1.0',
  '@vitest/browser-playwright': '5.1.0',
  playwright: '1.65.1',
}

const CONFIG = `import { playwright } from '@vitest/browser-playwright'

const launchOptions = { executablePath: ${JSON.stringify(chromium)}, args: ['--no-sandbox'] }

export default {
  test: {
    setupFiles: ['@plateau/vitest/browser'],
    testTimeout: 60_000,
    browser: {
      enabled: true,
      headless: true,
      screenshotFailures: false,
      provider: playwright({ launchOptions }),
      instances: [{ browser: 'chromium' }],
    },
  },
}
`

/** The packed adapter, Vitest and its browser mode, installed by npm, with the fixtures beside them. */
export function browserProject(): string {
  const fixtures = readdirSync(FIXTURES).map((name) => [
    `fixtures/${name}`,
    readFileSync(join(FIXTURES, name), 'utf8'),
  ])
  return installedProject({
    name: 'vitest-browser',
    dependencies: { '@plateau/vitest': 'packed', ...VERSIONS },
    files: {
      'vitest.config.js': CONFIG,
      'locked.config.js': CONFIG.replace('browser: {', 'api: { allowExec: false }, browser: {'),
      ...Object.fromEntries(fixtures),
    },
  })
}

export interface BrowserRun {
  /** By test: what its first failure says, or its status. Normalised. */
  readonly outcomes: Readonly<Record<string, string>>
  /** Normalised. */
  readonly output: string
}

/** Runs fixtures in Vitest's browser mode, in the Chromium of this machine. */
export async function runVitestInBrowser(...args: readonly string[]): Promise<BrowserRun> {
  const project = browserProject()
  const vitest = join(project, 'node_modules', 'vitest', 'vitest.mjs')
  const reporters = ['--reporter=default', '--reporter=json']
  const { tests, output } = await runReported(
    (report) => [vitest, 'run', ...args, ...reporters, `--outputFile.json=${report}`],
    { cwd: project },
  )
  const outcomes = tests
    .filter(({ status }) => status !== 'skipped')
    .map(({ name, status, messages: [message] }) => [name, message ?? status])
  return { outcomes: Object.fromEntries(outcomes), output: withoutForeignFrames(output) }
}

/** Code that Vitest shows of a file in node_modules, whose own line is not in the normalised output, moves with every release. */
function withoutForeignFrames(output: string): string {
  return output.replace(/^(?! ❯| +\d*\|)(.*)\n(?: +\d*\|.*\n)+/gm, '$1\n')
}
