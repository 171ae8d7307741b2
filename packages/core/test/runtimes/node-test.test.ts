import { join } from 'node:path'
import { expect, it } from 'vitest'
import { runNode } from '../../../../test/run-node.ts'
import { testOfWhole } from '../../../../test/whole.ts'

it('fails the very tests of node:test whose scenarios leak, awaited or not', async () => {
  const { output, exitCode } = await runNode(
    ['--test', '--test-reporter=tap', 'fixtures/node-test.test.mjs'],
    { cwd: import.meta.dirname },
  )

  expect(outcomesOf(output)).toEqual([
    'ok: clean passes',
    'ok: clean and asynchronous passes',
    'leaky and awaited fails: heap grew at line 17',
    'leaky and not awaited fails: heap grew at line 20',
    'ok: clean and not awaited passes',
    'two that are not awaited fails: heap grew at line 26',
    'ok: leaky and caught passes',
    'out of its time fails: timed out',
    "without a context fails: takes the test's context first at line 36",
    "a mock's calls fails: kept by node:test's mocks at line 40",
    'last, leaky and not awaited fails: heap grew at line 43',
  ])
  expect(exitCode).toBe(1)
}, 120_000)

testOfWhole(
  'accepts in node:test, too, what the ledger of the project accepts',
  async () => {
    const { output } = await runNode(['--test', '--test-reporter=tap', 'ledger.test.mjs'], {
      cwd: join(import.meta.dirname, 'fixtures', 'ledger'),
    })

    expect(outcomesOf(output), output).toEqual([
      'ok: a known leak passes',
      'ok: a known leak passes without a context, too',
      'a leak that is not known fails: heap grew',
    ])
  },
  120_000,
)

/** Each test with its outcome and, where it failed, what it said first and the line it points at. */
function outcomesOf(tap: string): readonly string[] {
  return tap.split(/^(?=(?:not )?ok \d)/m).flatMap((report) => {
    const name = /^(?:not )?ok \d+ - (.*)/.exec(report)?.[1]
    if (name === undefined) return []
    const said = /kept by [^,]*|heap grew|takes the test's context first|timed out/.exec(
      report,
    )?.[0]
    const line = /node-test\.test\.mjs:(\d+):\d+\)/.exec(report)?.[1]
    const told = `${name}: ${said}${line ? ` at line ${line}` : ''}`
    return [report.startsWith('ok') ? `ok: ${name}` : told]
  })
}
