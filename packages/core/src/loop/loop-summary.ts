import { existsSync, readFileSync } from 'node:fs'
import type { LoopRow } from './loop-row.ts'
import { SELF_TEST } from './self-test.ts'

/** One JSON line a test, as the runner's processes append them. A last line may be cut off. */
export function readRows(file: string): readonly LoopRow[] {
  if (!existsSync(file)) return []
  return readFileSync(file, 'utf8')
    .split('\n')
    .flatMap((line) => {
      try {
        return [JSON.parse(line) as LoopRow]
      } catch {
        return []
      }
    })
}

/** The line that a runner's reporter ends a looped suite with: what became of its tests, and whether leaks are seen here. */
export function loopSummary(all: readonly LoopRow[]): string {
  const rows = all.filter(({ id }) => id !== SELF_TEST)
  const tested = all.filter(({ id }) => id === SELF_TEST)
  const blind = tested.find(({ kind }) => kind !== 'plateau')
  const { reason } = blind ?? tested[0] ?? {}
  const seen = reason === undefined ? '' : ` Self-test: ${reason}.`
  return `Plateau looped ${counted(rows.length, 'test')}: ${kindsOf(rows)}.${seen}`
}

/** `1 growth, 0 unsettled, 2 that cannot be looped, 40 plateau` */
export function kindsOf(rows: readonly LoopRow[]): string {
  const count = (kind: LoopRow['kind']) => rows.filter((row) => row.kind === kind).length
  return `${count('growth')} growth, ${count('unsettled')} unsettled, ${count('unloopable')} that cannot be looped, ${count('plateau')} plateau`
}

function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`
}
