/**
 * The lines of a table as RFC 4180 has them: fields in double quotes may hold commas, quotes and line breaks.
 * Throws where a quote encloses no whole field.
 */
export function parseCsv(text: string): readonly (readonly string[])[] {
  const lines: string[][] = []
  let line: string[] = []
  // Each match is one field with what ends it; an empty match after the last line is none.
  for (const [whole, quoted, plain = '', end] of text.matchAll(FIELD)) {
    if (whole === '' && line.length === 0) break
    if (plain.startsWith('"')) {
      throw new Error(`a double quote of line ${lines.length + 1} does not enclose its whole field`)
    }
    line.push(quoted === undefined ? plain : quoted.replaceAll('""', '"'))
    if (end === ',') continue
    if (line.length > 1 || line[0] !== '') lines.push(line)
    line = []
  }
  return lines
}

const FIELD = /(?:"((?:[^"]|"")*)"|([^,\r\n]*))(,|\r?\n|$)/g
