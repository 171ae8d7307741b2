import { readFileSync, writeFileSync } from 'node:fs'
import type { LoopEnvironment } from './loop-environment.ts'

/** What a runner is about to loop, as far as it can be told before anything has run. */
export interface LoopPlan {
  readonly files: number
  /** As they are written: one that is made of a table, or in a loop, counts once. */
  readonly tests: number
  /** So many files run beside each other. */
  readonly workers: number
}

/** A call of a test function at the beginning of a statement. */
const TEST = /^\s*(?:it|test)(?:\.[a-z]\w*)*\s*[(`]/gm

/** Called by a runner's main process, with the files that it has found, before it runs the first of them. */
export function tellPlan(
  files: readonly string[],
  workers: number,
  { rows }: LoopEnvironment,
): void {
  const tests = files.reduce((sum, file) => sum + testsIn(file), 0)
  const plan: LoopPlan = { files: files.length, tests, workers }
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

function testsIn(file: string): number {
  return readFileSync(file, 'utf8').match(TEST)?.length ?? 0
}

/** A clean test, and what a process needs for its first and for its start beside the suite's own: a first guess, taken on a busy machine. */
const TEST_MS = 150
const FILE_MS = 1000

/** Milliseconds that a suite takes in which nothing grows. */
export function expectedMs({ files, tests, workers }: LoopPlan): number {
  return (tests * TEST_MS + files * FILE_MS) / Math.max(1, Math.min(files, workers))
}
