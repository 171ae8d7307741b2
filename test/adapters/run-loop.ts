import { readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { runNode } from '../run-node.ts'

export interface LoopRun {
  readonly output: string
  /** What the loop knew beforehand that it would run. */
  readonly plan: string
  /** By test, what became of it, with the reason where it could not be looped. */
  readonly kinds: Readonly<Record<string, string>>
}

/** What the loop must know beforehand of the fixture `loop`. */
export const PLAN = '{"files":1,"tests":14,"workers":1}'

/** What the loop must tell of those tests of the fixture `loop` that are told alike in all runners. */
export const LOOPED: Readonly<Record<string, string>> = {
  '(self-test)': 'plateau: planted and found: object, bytes, listener, timer, external, handle',
  'is skipped': 'unloopable: is skipped by the suite',
}

/** As `LOOPED`, of those that show what a runner does for a test. */
export const LOOPED_MORE: Readonly<Record<string, string>> = {
  'is to do': 'unloopable: is marked as to do',
  'leaks a timer': 'growth',
  'counts assertions': 'plateau',
  'has an inline snapshot': 'plateau',
  'each 1': 'plateau',
  'each 2': 'plateau',
  mocks: 'plateau',
}

/** Repeats the tests that `args` of the runner name, by the loop of its `adapter`, in the folder `cwd`. */
export async function runLoop(
  adapter: string,
  { cwd, args }: { readonly cwd: string; readonly args: readonly string[] },
): Promise<LoopRun> {
  const rows = join(cwd, `rows-${process.pid}.ndjson`)
  rmSync(rows, { force: true })
  const script = `const { runLoop } = await import('${adapter}/loop')
process.exitCode = await runLoop(process.argv.slice(1))`
  // Ten times the usual limits: other work on the machine must not decide this test.
  const terms = { firstMs: 3000, longestMs: 40_000 }
  const { output } = await runNode(['--input-type=module', '-e', script, '--', ...args], {
    cwd,
    environment: { PLATEAU_LOOP: JSON.stringify({ rows, cwd, terms }) },
  })
  return {
    output,
    plan: readFileSync(`${rows}.plan`, 'utf8'),
    kinds: kindsOf(readFileSync(rows, 'utf8')),
  }
}

function kindsOf(ndjson: string): Record<string, string> {
  const rows = ndjson
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as { id: string; kind: string; reason?: string })
  return Object.fromEntries(
    rows.map(({ id, kind, reason }) => [id, reason === undefined ? kind : `${kind}: ${reason}`]),
  )
}
