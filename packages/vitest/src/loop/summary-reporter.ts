import { type LoopEnvironment, loopSummary, readRows, tellPlan } from '@plateau/core/loop'

/** What is used of Vitest's main process, alike in 3, 4 and 5. */
export interface Vitest {
  readonly config: {
    readonly reporters?: unknown[]
    readonly maxWorkers?: unknown
    readonly testNamePattern?: RegExp
  }
  readonly logger: { log(line: string): void }
}

interface SummaryReporter {
  onTestRunStart(specifications: readonly { readonly moduleId: string }[]): void
  onTestRunEnd(): void
}

/** Tells the loop's main process what will run, and below Vitest's own summary what became of it. */
export function addSummaryReporter(vitest: Vitest, environment: LoopEnvironment): void {
  const { reporters, maxWorkers, testNamePattern: pattern } = vitest.config
  // Each project of a configuration asks for it.
  if (!reporters || withSummary.has(vitest)) return
  withSummary.add(vitest)
  const reporter: SummaryReporter = {
    onTestRunStart(specifications) {
      const files = specifications.map(({ moduleId }) => moduleId)
      tellPlan({ files, workers: Number(maxWorkers) || 1, pattern }, environment)
    },
    onTestRunEnd() {
      vitest.logger.log(`\n${loopSummary(readRows(environment.rows))}`)
    },
  }
  reporters.push(reporter)
}

const withSummary = new WeakSet<Vitest>()
