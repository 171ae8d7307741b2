import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { testOfWhole } from '../../../../test/whole.ts'
import { endIn, runPlateau, SERVER, testFolder } from './run-plateau.ts'

const GUARDED = join(SERVER, '..', 'guarded.cjs')

function soakGuarded(cwd: string, options: readonly string[], env: NodeJS.ProcessEnv) {
  const soak = ['soak', '--iterations', '200', '--warm-up', '0', '--out', 'out', '--request', '/a']
  return runPlateau(
    [...soak, '--explain', 'off', ...options, '--', process.execPath, GUARDED],
    cwd,
    env,
  )
}

testOfWhole('a login from the environment is sent, and told nowhere', async () => {
  const cwd = testFolder()
  const login = { API_TOKEN: 'hunter2-hunter2' }
  const { code, stdout, stderr } = await soakGuarded(cwd, ['--auth-env', 'API_TOKEN'], login)

  expect([0, 3]).toContain(code)
  expect(endIn(cwd)).toMatchObject({ reason: 'done', iterations: 200 })
  const left = readdirSync(join(cwd, 'out')).map((file) => readFileSync(join(cwd, 'out', file)))
  const history = readFileSync(join(cwd, 'plateau-history.ndjson'))
  expect([stdout, stderr, history, ...left].join()).not.toContain('hunter2')
})

test('a login that is refused ends the soak at once, and is told nowhere', async () => {
  const cwd = testFolder()
  const wrong = { API_TOKEN: 'wrong-hunter2' }
  const { code, stderr, stdout } = await soakGuarded(cwd, ['--auth-env', 'API_TOKEN'], wrong)

  expect(code).toBe(4)
  expect(stdout).toContain('It was sent the header authorization: check that this credential')
  expect(stderr).toContain('you sent Bearer …')
  expect(endIn(cwd)?.iterations).toBeLessThan(20)
})

testOfWhole('without a login, the options that send one are named', async () => {
  const cwd = testFolder()
  const { code, stdout } = await soakGuarded(cwd, [], {})

  expect(code).toBe(4)
  expect(stdout).toContain("--header 'authorization: Bearer …' (load.headers), or --auth-env NAME")
  expect(stdout).toContain('None of the first 3 iterations was let in: /a answered 401')
})
