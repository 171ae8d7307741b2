import { fileURLToPath } from 'node:url'
import { LOOP_VARIABLE, loopEnvironment } from '@plateau/core/loop'
import { addSummaryReporter, type Vitest } from './summary-reporter.ts'

/** What is used of Vitest's project, alike in 3, 4 and 5. */
interface Project {
  readonly config: {
    setupFiles: string[]
    runner?: string | undefined
    readonly pool?: unknown
    readonly environment?: unknown
    env?: Record<string, string>
    readonly browser?: { readonly enabled?: boolean }
    readonly snapshotOptions?: { updateSnapshot: string }
  }
}

/** A Vite plugin as far as Vitest asks for it. */
export interface PlateauPlugin {
  readonly name: string
  configureVitest(context: { readonly project: unknown; readonly vitest: unknown }): void
}

/**
 * One line to install: `plugins: [plateau()]` registers the matchers in every test file. Under `plateau loop` it repeats
 * every test as well, and a line below the summary says what became of them.
 */
export function plateau(): PlateauPlugin {
  return {
    name: 'plateau',
    configureVitest({ project, vitest }) {
      const { config } = project as Project
      // In a page there are other matchers, and another runner.
      if (config.browser?.enabled) return
      const setupFile = fileURLToPath(import.meta.resolve('@plateau/vitest'))
      if (!config.setupFiles.includes(setupFile)) config.setupFiles.unshift(setupFile)
      const environment = loopEnvironment()
      if (environment === undefined) return
      addSummaryReporter(vitest as Vitest, environment)
      // Repetitions, and what they do not see, must change no snapshot.
      if (config.snapshotOptions) config.snapshotOptions.updateSnapshot = 'none'
      const ownRunner = config.runner
      config.runner = fileURLToPath(import.meta.resolve('@plateau/vitest/loop-runner'))
      const isOther = ownRunner !== undefined && ownRunner !== config.runner
      const looped = {
        ...environment,
        ...(isOther && { ownRunner }),
        ...(environment.key && { key: `${environment.key} ${config.pool} ${config.environment}` }),
      }
      config.env = { ...config.env, [LOOP_VARIABLE]: JSON.stringify(looped) }
    },
  }
}
