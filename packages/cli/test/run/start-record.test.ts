import { execFileSync } from 'node:child_process'
import { expect, test } from 'vitest'
import { startRecordOf } from '../../src/run/start-record.ts'
import { testFolder } from '../command/run-plateau.ts'
import { planOf, scriptedTarget } from './scripted-soak.ts'

const PLAN = planOf(scriptedTarget(() => ({ heap: 1 })))

test('the commit is that of the CI, else that of the repository, else none', () => {
  const cwd = testFolder()
  const git = (...args: readonly string[]) => execFileSync('git', args, { cwd, encoding: 'utf8' })
  git('init', '--quiet')
  const commit = ['commit', '--quiet', '--allow-empty', '--message', 'first', '--no-gpg-sign']
  git('-c', 'user.name=a', '-c', 'user.email=a@b.example', ...commit)

  expect(startRecordOf(PLAN, { env: { GITHUB_SHA: 'abc' }, cwd }).commit).toBe('abc')
  expect(startRecordOf(PLAN, { env: {}, cwd }).commit).toBe(git('rev-parse', 'HEAD').trim())
  expect(startRecordOf(PLAN, { env: {}, cwd: '/' })).not.toHaveProperty('commit')
})
