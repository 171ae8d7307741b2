import { join } from 'node:path'
import { expect, test } from 'vitest'
import { testOfWhole } from '../../../../test/whole.ts'
import { refuseOtherLoad } from '../../src/load/refuse-other-load.ts'
import { endIn, recordsIn, runPlateau, SERVER, testFolder } from '../command/run-plateau.ts'

const GENERATOR = join(import.meta.dirname, '..', 'fixtures', 'servers', 'generator.mjs')

async function soaked(how: string, ...more: readonly string[]) {
  const cwd = testFolder()
  const command = `${process.execPath} ${GENERATOR} {url} ${how}`
  const options = ['--iterations', '400', '--explain', 'off', '--load-command', command, ...more]
  const outcome = await runPlateau(
    ['soak', '--out', 'out', ...options, '--', process.execPath, SERVER],
    cwd,
  )
  return { ...outcome, cwd }
}

testOfWhole('a load command that sends something else than was asked fails the soak', async () => {
  const { code, stdout, cwd } = await soaked('37')

  expect(code).toBe(4)
  expect(stdout).toMatch(/sent 37 requests where it was to do 40 iterations/)
  expect(endIn(cwd)?.verdicts).toEqual([])
})

testOfWhole(
  'a load command that sends as many requests for each iteration is believed',
  async () => {
    const { code, cwd } = await soaked('x2', '--every', '100')

    expect([0, 3]).toContain(code)
    expect(endIn(cwd)?.reason).toBe('done')
    expect(JSON.stringify(recordsIn(cwd))).not.toContain('taken from its word')
  },
)

test.each([
  [[{ iterations: 100, requests: 12_345 }], false],
  [[{ iterations: 100, requests: 40 }], false],
  [[{ iterations: 100, requests: 302 }], true],
  [
    [
      { iterations: 100, requests: 300 },
      { iterations: 40, requests: 121 },
    ],
    true,
  ],
  [
    [
      { iterations: 100, requests: 300 },
      { iterations: 100, requests: 200 },
    ],
    false,
  ],
])('legs of %j are what was asked: %s', (legs, isAsked) => {
  const judge = (): void => refuseOtherLoad('autocannon', legs)

  if (isAsked) expect(judge).not.toThrow()
  else expect(judge).toThrow(/^The load command 'autocannon' sent \d+ requests/)
})

test('a load command that sent nothing is told where to send it', () => {
  expect(() => refuseOtherLoad('true', [{ iterations: 100, requests: 0 }])).toThrow(
    "The load command 'true' sent nothing: no request and no connection reached the service while it was to do 100 iterations. It must send them to the address that PLATEAU_URL and {url} hold, and wait for the answers before it ends.",
  )
})
