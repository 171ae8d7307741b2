import { readFileSync, writeFileSync } from 'node:fs'
import type { LoopEnvironment } from './loop-environment.ts'
import { writtenTests } from './written-tests.ts'

/** What a runner is about to loop, as far as it can be told before anything has run. */
export interface LoopPlan {
  readonly files: number
  /** As they are written: one that is made of a table, or in a loop, counts once. */
  readonly tests: number
  /** So many files run beside each other. */
  readonly workers: number
}

/** What a runner's main process knows before it runs the first file. */
export interface PlannedFiles {
  readonly files: readonly string[]
  readonly workers: number
  /** Only tests whose names match are run. */
  readonly pattern?: RegExp | undefined
}

/** Called by a runner's main process, with the files that it has found. Of those without a test that matches, nothing is looped. */
export function tellPlan(
  { files, workers, pattern }: PlannedFiles,
  { rows }: LoopEnvironment,
): void {
  const counts = files
    .map((file) => writtenTests(readFileSync(file, 'utf8'), pattern))
    .filter((count) => count > 0 || pattern === undefined)
  const tests = counts.reduce((sum, count) => sum + count, 0)
  const plan: LoopPlan = { files: counts.length, tests, workers }
  writeFileSync(fileOf(rows), JSON.stringify(plan))
}

/** Undefined before a runner has told it. */
export function readPlan(rows: string): LoopPlan | undefined {
  try {
    return JSON.parse(readFileSync(fileOf(rows), 'utf8')) as LoopPlan
  } catch {
    return undefined
  }
}

function fileOf(rows: string): string {
  return `${rows}.plan`
}

/** A clean test, and what a process needs for its first and for its start beside the suite's own: a first guess, taken on a busy machine. */
const TEST_MS = 150
const FILE_MS = 1000

/** Milliseconds that a suite takes in which nothing grows. */
export function expectedMs({ files, tests, workers }: LoopPlan): number {
  return (tests * TEST_MS + files * FILE_MS) / Math.max(1, Math.min(files, workers))
}
