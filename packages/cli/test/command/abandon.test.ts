import { join } from 'node:path'
import { expect } from 'vitest'
import { testOfWhole } from '../../../../test/whole.ts'
import { endIn, recordsIn, runPlateau, SERVER, testFolder } from './run-plateau.ts'

const FORGETS = join(SERVER, '..', 'forgets-the-gone.cjs')

async function soakWith(options: readonly string[]) {
  const cwd = testFolder()
  const soak = ['soak', '--iterations', '4000', '--out', 'out', '--request', '/']
  const { code } = await runPlateau([...soak, ...options, '--', process.execPath, FORGETS], cwd)
  return { code, end: endIn(cwd), records: recordsIn(cwd) }
}

testOfWhole('what stays of clients that hang up is found where they do', async () => {
  const [polite, rude] = await Promise.all([soakWith([]), soakWith(['--abandon', '10%'])])

  expect(polite.code).toBe(0)
  expect(rude.code).toBe(1)
  expect(rude.end?.verdicts).toMatchObject([{ process: 'main', verdict: { kind: 'growth' } }])
  expect(rude.records).toContainEqual(
    expect.objectContaining({
      kind: 'load',
      message: 'In 10 % of the iterations the client vanishes in the middle, as was asked for.',
    }),
  )
})
