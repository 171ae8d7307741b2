import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { readData } from '../../src/load/read-data.ts'
import { testFolder } from '../command/run-plateau.ts'

function rowsOf(file: string, text: string) {
  const cwd = testFolder()
  writeFileSync(join(cwd, file), text)
  return readData(file, cwd)
}

test('a table is read with its quotes', () => {
  expect(rowsOf('a.csv', '\uFEFFid, note\r\n1,"a, ""b""\nc"\r\n\r\n2,')).toEqual([
    { id: '1', note: 'a, "b"\nc' },
    { id: '2', note: '' },
  ])
})

test('lines of JSON keep their types', () => {
  expect(rowsOf('a.jsonl', '{"id":1}\n\n{"id":"2"}\n')).toEqual([{ id: 1 }, { id: '2' }])
})

test.each([
  ['a.csv', '', 'it holds no rows.'],
  ['a.csv', 'id,name\n', 'it holds no rows.'],
  ['a.csv', 'id,id\n1,2\n', "two of its columns are called 'id'."],
  [
    'a.csv',
    'id,name\n1,a\n2,b,c\n',
    'row 2 has 3 fields, its first line names 2 (fields that hold a comma stand in double quotes).',
  ],
  ['a.csv', 'id\n"open\n', 'a double quote of line 2 does not enclose its whole field.'],
  ['a.ndjson', '{"id":1}\n[2]\n', 'line 2 is no JSON object.'],
  ['a.ndjson', '{"id":1', 'line 1 is no JSON object.'],
])('%s with %j is refused', (file, text, why) => {
  expect(() => rowsOf(file, text)).toThrow(`load.data (--data): '${file}' cannot be used: ${why}`)
})

test('a file that is missing, of another kind or with a column of our own is refused', () => {
  expect(() => readData('users.csv', testFolder())).toThrow(
    /^load\.data \(--data\): 'users\.csv' cannot be used: ENOENT: no such file/,
  )
  expect(() => readData('users.xlsx', '.')).toThrow(
    "load.data (--data) must be a .csv with a line of names, or a .jsonl or .ndjson with an object in each line, received 'users.xlsx'.",
  )
  expect(() => rowsOf('a.csv', 'n\n1\n')).toThrow(
    "load.data (--data): 'a.csv' has a column 'n', which is Plateau's own: {n} is the number of the iteration, {uuid} an identifier of its own. Rename it.",
  )
})
