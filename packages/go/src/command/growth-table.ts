import type { SourcePosition } from '@plateau/core'
import type { HeapGrowth } from './heap-growth.ts'

interface Row {
  objects: number
  bytes: number
  readonly place: string
  readonly line: string
}

const SHOWN_ROWS = 20

/** The stacks that grew as a table; those that differ only in who called them share a row. */
export function growthTable(grown: readonly HeapGrowth[], iterations: number | undefined): string {
  const rows = rowsOf(grown)
  const shown = rows.slice(0, SHOWN_ROWS)
  const per = iterations ?? 1
  const cells = shown.map(({ bytes, objects, place, line }) => [
    signed(bytes / per),
    signed(objects / per),
    place,
    line,
  ])
  const table = [['bytes', 'objects', 'function', 'line'], ...cells]
  const widths = [0, 1, 2].map((at) => Math.max(...table.map((row) => row[at]?.length ?? 0)))
  const [bytesWidth = 0, objectsWidth = 0, placeWidth = 0] = widths
  const lines = table.map(
    ([bytes = '', objects = '', place = '', line = '']) =>
      `  ${bytes.padStart(bytesWidth)}  ${objects.padStart(objectsWidth)}  ${place.padEnd(placeWidth)}  ${line}`,
  )
  const rest = rows.length - shown.length
  const more = rest > 0 ? [`  … ${rest} more lines grew: --json and --html show all of them.`] : []
  return [...lines, ...more].join('\n')
}

function rowsOf(grown: readonly HeapGrowth[]): readonly Row[] {
  const rows = new Map<string, Row>()
  for (const { objects, bytes, site, calledFrom } of grown) {
    const line = calledFrom ? `${lineOf(site)}, from ${lineOf(calledFrom)}` : lineOf(site)
    const place = site.function ?? ''
    const key = `${place}\n${line}`
    const row = rows.get(key) ?? { objects: 0, bytes: 0, place, line }
    rows.set(key, row)
    row.objects += objects
    row.bytes += bytes
  }
  return [...rows.values()].sort(
    (one, other) => other.bytes - one.bytes || other.objects - one.objects,
  )
}

function lineOf({ file, line }: SourcePosition): string {
  return `${file}:${line}`
}

/** Three significant digits below 100, thousands grouped: `+7.95`, `+1 210`. */
export function signed(amount: number): string {
  const size = Math.abs(amount)
  const text =
    size >= 100
      ? Math.round(size).toLocaleString('en-US').replaceAll(',', ' ')
      : String(Number(size.toPrecision(3)))
  return `${amount < 0 ? '-' : '+'}${text}`
}
