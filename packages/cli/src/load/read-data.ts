import { readFileSync } from 'node:fs'
import { extname, resolve } from 'node:path'
import { MisuseError } from '@plateau/core'
import { parseCsv } from './csv.ts'

/** What the columns of a file say for one iteration. */
export type Row = Readonly<Record<string, unknown>>

const READERS: Readonly<Record<string, (text: string) => readonly Row[]>> = {
  '.csv': rowsOfCsv,
  '.jsonl': rowsOfJsonLines,
  '.ndjson': rowsOfJsonLines,
}

/** The rows of a file with a name for each column. Throws `MisuseError`, naming the file and the line. */
export function readData(file: string, cwd: string): readonly Row[] {
  const read = READERS[extname(file).toLowerCase()]
  if (read === undefined) {
    throw new MisuseError(
      `load.data (--data) must be a .csv with a line of names, or a .jsonl or .ndjson with an object in each line, received '${file}'.`,
    )
  }
  const rows = told(file, () => read(textOf(resolve(cwd, file))))
  const taken = Object.keys(rows[0] ?? {}).find((name) => OWN.has(name))
  if (taken !== undefined) {
    throw new MisuseError(
      `load.data (--data): '${file}' has a column '${taken}', which is Plateau's own: {n} is the number of the iteration, {uuid} an identifier of its own. Rename it.`,
    )
  }
  return rows
}

/** Names that need no data. */
export const OWN: ReadonlySet<string> = new Set(['n', 'uuid'])

function told(file: string, read: () => readonly Row[]): readonly Row[] {
  try {
    const rows = read()
    if (rows.length > 0) return rows
    throw new Error('it holds no rows')
  } catch (error) {
    throw new MisuseError(
      `load.data (--data): '${file}' cannot be used: ${(error as Error).message}.`,
    )
  }
}

function textOf(path: string): string {
  return readFileSync(path, 'utf8').replace(/^\uFEFF/, '')
}

function rowsOfCsv(text: string): readonly Row[] {
  const [names = [], ...lines] = parseCsv(text)
  const twice = names.find((name, at) => names.indexOf(name) !== at)
  if (twice !== undefined) throw new Error(`two of its columns are called '${twice}'`)
  return lines.map((fields, at) => {
    if (fields.length !== names.length) {
      throw new Error(
        `row ${at + 1} has ${fields.length} fields, its first line names ${names.length} (fields that hold a comma stand in double quotes)`,
      )
    }
    return Object.fromEntries(names.map((name, column) => [name.trim(), fields[column]]))
  })
}

function rowsOfJsonLines(text: string): readonly Row[] {
  return text.split('\n').flatMap((line, at) => {
    if (line.trim() === '') return []
    const row = objectIn(line)
    if (row === undefined) throw new Error(`line ${at + 1} is no JSON object`)
    return [row]
  })
}

function objectIn(line: string): Row | undefined {
  try {
    const parsed: unknown = JSON.parse(line)
    const isObject = typeof parsed === 'object' && parsed !== null && !Array.isArray(parsed)
    return isObject ? (parsed as Row) : undefined
  } catch {
    return undefined
  }
}
