import { loopEnvironment, loopSummary, readRows } from '@plateau/core/loop'

/** Tells below Jest's own summary what became of the tests that were looped. */
class SummaryReporter {
  onRunComplete(): void {
    const environment = loopEnvironment()
    if (environment) process.stderr.write(`\n${loopSummary(readRows(environment.rows))}\n`)
  }
}

// biome-ignore lint/style/noDefaultExport: Jest takes the default export of the file that its option names
export { SummaryReporter as default }
