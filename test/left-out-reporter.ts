import type { Reporter, TestModule } from 'vitest/node'

/** Says at the end how many tests `npm test` has not run. */
export class LeftOutReporter implements Reporter {
  onTestRunEnd(modules: readonly TestModule[]): void {
    const leftOut = modules.flatMap((module) => [...module.children.allTests('skipped')]).length
    if (leftOut === 0 || process.env['PLATEAU_TESTS'] === 'rest') return
    console.log(
      `${leftOut} tests were LEFT OUT: others stand for them here, or their tools are missing. \`npm run test:whole\` runs them.\n`,
    )
  }
}
