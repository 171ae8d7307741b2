import type { Reporter, TestModule, TestSpecification } from 'vitest/node'
import { startProgress } from '../workshop/progress.mjs'

/** Tells how far a run is where nobody watches: in a terminal, Vitest's own last lines do. */
export class ProgressReporter implements Reporter {
  private progress: ReturnType<typeof startProgress> | undefined
  private done = 0

  onTestRunStart(files: readonly TestSpecification[]): void {
    if (process.stdout.isTTY || files.length < 2) return
    this.progress = startProgress({ total: files.length, unit: 'test files' })
  }

  onTestModuleEnd({ relativeModuleId }: TestModule): void {
    this.done += 1
    this.progress?.show(this.done, `last ${relativeModuleId}`)
  }
}
