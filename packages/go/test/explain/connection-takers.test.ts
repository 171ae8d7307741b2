import { describe, expect, it } from 'vitest'
import { connectionTakers, isGivenBack } from '../../src/explain/connection-takers.ts'
import { culpritsOfGo } from '../../src/explain/culprits-of-go.ts'
import { evidence, grown } from './samples.ts'

const COUNT = 'store.go:53 main.(*store).count'
const FIND = 'store.go:121 main.(*store).find'
const QUERY = ['database/sql.(*DB).queryDC', 'database/sql.(*DB).QueryContext']
const OPENED = grown([
  'github.com/acme/driver@v1.0.0/conn.go:7 github.com/acme/driver.Open',
  'database/sql.(*DB).conn',
  'database/sql.(*DB).QueryContext',
  'database/sql.(*DB).QueryRowContext',
  COUNT,
])
const TAKEN = grown([...QUERY, FIND])

describe('what keeps a connection of database/sql', () => {
  it('is told by the line that takes and keeps it, not by the one that found none idle', () => {
    const found = culpritsOfGo(evidence({ stacks: [OPENED], takers: [TAKEN] }))

    expect(found).toMatchObject([
      {
        site: { file: 'store.go', line: 121, function: 'main.(*store).find' },
        details: [
          'its connections are opened at main.(*store).count (store.go:53)',
          'Close sql.Rows on every path: defer rows.Close() after the check of err.',
        ],
      },
    ])
  })

  it('is told by the remedy of what was taken', () => {
    const begun = grown(['database/sql.(*DB).beginDC', 'database/sql.(*DB).BeginTx', FIND])
    const [found] = culpritsOfGo(evidence({ stacks: [OPENED], takers: [begun] }))

    expect(found?.details?.at(-1)).toBe(
      'End every transaction on every path: defer tx.Rollback() after the check of err.',
    )
  })

  it.each([
    ['several lines keep what they take', [TAKEN, grown([...QUERY, 'store.go:9 main.list'])], []],
    ['each iteration opens a pool', [TAKEN], [grown(['database/sql.OpenDB', COUNT])]],
    ['nothing is kept', [], []],
  ])('is told by the opening line where %s', (_, takers, more) => {
    const [found] = culpritsOfGo(evidence({ stacks: [OPENED, ...more], takers }))

    expect(found?.calledFrom ?? found?.site).toMatchObject({ line: 53 })
  })

  it('is taken by rows and transactions, not by a single row, which its Scan closes', () => {
    const all = [TAKEN, grown([...QUERY, 'database/sql.(*DB).QueryRowContext', COUNT])]

    expect(connectionTakers(all, evidence({}).project)).toEqual([TAKEN])
  })
})

const CHECKED = 'if err != nil {\n\t\treturn err\n\t}'

describe('rows are given back', () => {
  it.each([
    [
      'by defer',
      `rows, err := db.Query(q)\n\t${CHECKED}\n\tdefer rows.Close()\n\treturn nil`,
      true,
    ],
    [
      'by a deferred function',
      'tx, err := db.Begin()\n\tdefer func() {\n\t\t_ = tx.Rollback()\n\t}()\n\treturn nil',
      true,
    ],
    ['on the only path', `rows, err := db.Query(q)\n\t${CHECKED}\n\trows.Close()`, true],
    [
      'on one path of two: no',
      `rows, err := db.Query(q)\n\t${CHECKED}\n\tif !rows.Next() {\n\t\treturn nil\n\t}\n\trows.Close()`,
      false,
    ],
    ['nowhere: no', `rows, err := db.Query(q)\n\t${CHECKED}\n\treturn nil`, false],
    ['by whoever is handed them: no', 'return db.Query(q)', false],
    ['by a line that takes none', 'names := load(db)', true],
  ])('%s', (_, body, expected) => {
    const source = `func find(db *sql.DB) error {\n\t${body}\n}\n\nfunc other() { defer rows.Close() }\n`

    expect(isGivenBack(source, 2)).toBe(expected)
  })
})
