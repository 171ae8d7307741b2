import { appendFileSync } from 'node:fs'
import { relative, sep } from 'node:path'
import type { LoopRow } from './loop-row.ts'
import { DEFAULT_TERMS, type LoopTerms } from './loop-terms.ts'

/** What `plateau loop` tells the processes of a runner, by one variable of the environment. */
export interface LoopEnvironment {
  /** Where rows are appended, one JSON line each. */
  readonly rows: string
  readonly cwd: string
  readonly terms: LoopTerms
  /** The project's own Vitest runner or Jest test runner, which ours is put around. */
  readonly ownRunner?: string
  /** What the runner knows of how tests run: its version, pool and transformer. By it, a self-test is remembered. */
  readonly key?: string
  /** The one file that runs, which is not the project's: its self-test is made though it was made before. */
  readonly only?: string
}

export const LOOP_VARIABLE = 'PLATEAU_LOOP'

/** Read when this module loads, for tests may replace the environment. Undefined where nothing is looped. */
const environment: LoopEnvironment | undefined = parse(process.env[LOOP_VARIABLE])

export function loopEnvironment(): LoopEnvironment | undefined {
  return environment
}

function parse(text: string | undefined): LoopEnvironment | undefined {
  if (!text) return undefined
  const given = JSON.parse(text) as LoopEnvironment
  return { ...given, terms: { ...DEFAULT_TERMS, ...given.terms } }
}

export function appendRow(row: Omit<LoopRow, 'node'>, { rows, cwd }: LoopEnvironment): void {
  const file = relative(cwd, row.file).split(sep).join('/')
  appendFileSync(rows, `${JSON.stringify({ ...row, file, node: process.versions.node })}\n`)
}
