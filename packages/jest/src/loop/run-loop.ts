import { createRequire } from 'node:module'
import { basename, join } from 'node:path'
import { LOOP_VARIABLE, loopEnvironment, tellPlan } from '@plateau/core/loop'

interface ProjectConfig {
  readonly setupFilesAfterEnv: readonly string[]
  readonly testRunner: string
  readonly testEnvironment?: unknown
  readonly transform?: unknown
}

interface GlobalConfig {
  readonly maxWorkers: number
  readonly testNamePattern?: string | null
  readonly reporters?: readonly unknown[]
}

interface JestConfig {
  readConfigs(
    ...given: unknown[]
  ): Promise<{ readonly configs: readonly ProjectConfig[]; readonly globalConfig: GlobalConfig }>
}

interface JestCore {
  readonly SearchSource: {
    readonly prototype: {
      getTestPaths(
        globalConfig: GlobalConfig,
        ...given: unknown[]
      ): Promise<{ readonly tests: readonly { readonly path: string }[] }>
    }
  }
}

/**
 * Runs the project's own suite, by its own configuration, with every test repeated. Jest reads the configuration, with
 * all its presets and projects, and is given it back with one more set-up file and our test runner around its own.
 */
export async function runLoop(args: readonly string[]): Promise<number> {
  const project = createRequire(join(process.cwd(), 'package.json'))
  const jest = createRequire(project.resolve('jest'))
  const core = createRequire(jest.resolve('@jest/core'))
  const config = core('jest-config') as JestConfig
  const { readConfigs } = config
  config.readConfigs = async (...given) => {
    const read = await readConfigs(...given)
    const { globalConfig } = read
    const reporters = [
      ...(globalConfig.reporters ?? [['default', {}]]),
      [project.resolve('@plateau/jest/loop-reporter'), {}],
    ]
    const configs = read.configs.map((one) => looped(one, project))
    return { ...read, configs, globalConfig: { ...globalConfig, reporters } }
  }
  tellWhatIsFound(jest('@jest/core') as JestCore)
  const { run } = jest('jest') as { run(args: readonly string[]): Promise<void> }
  // Snapshots are read and never written; what tests log is not kept.
  await run(['--ci', '--silent', ...args])
  return Number(process.exitCode ?? 0)
}

/** Each project's files are searched for before the first of them runs. */
function tellWhatIsFound({ SearchSource }: JestCore): void {
  const files: string[] = []
  const { getTestPaths } = SearchSource.prototype
  SearchSource.prototype.getTestPaths = async function (globalConfig, ...given) {
    const found = await getTestPaths.call(this, globalConfig, ...given)
    files.push(...found.tests.map(({ path }) => path))
    const environment = loopEnvironment()
    if (environment === undefined) return found
    const { maxWorkers: workers, testNamePattern } = globalConfig
    // As Jest itself reads it.
    const pattern = testNamePattern ? new RegExp(testNamePattern, 'i') : undefined
    tellPlan({ files, workers, pattern }, environment)
    return found
  }
}

function looped(config: ProjectConfig, project: NodeJS.Require): ProjectConfig {
  const environment = loopEnvironment()
  if (environment) {
    const { testRunner: ownRunner, testEnvironment, transform } = config
    const how = JSON.stringify([testEnvironment, transform])
    const key = environment.key && `${environment.key} ${how}`
    process.env[LOOP_VARIABLE] = JSON.stringify({ ...environment, ownRunner, key })
  }
  const only = environment?.only
  return {
    ...config,
    ...(only !== undefined && { testMatch: [`**/${basename(only)}`], testRegex: [] }),
    setupFilesAfterEnv: [project.resolve('@plateau/jest/loop-setup'), ...config.setupFilesAfterEnv],
    testRunner: project.resolve('@plateau/jest/loop-test-runner'),
  }
}
