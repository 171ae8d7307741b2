import { join } from 'node:path'
import { expect } from 'vitest'
import { testOf } from '../../../../test/whole.ts'
import { findGo } from '../../src/toolchain/find-go.ts'
import { runGo } from '../../src/toolchain/run-go.ts'
import { describeWithGo } from '../go-toolchain.ts'

const AGENT = join(import.meta.dirname, '..', '..', 'agent')

describeWithGo('the agent', () => {
  // What talks to the runner is written once for Windows and once for all others.
  testOf(false).each(['windows', 'darwin', 'freebsd'])(
    'is compiled and vetted for %s',
    { timeout: 300_000 },
    async (system) => {
      const env = { ...process.env, GOOS: system, CGO_ENABLED: '0' }
      const { command } = await findGo(AGENT, process.env)

      expect(await runGo(command, ['vet', './...'], { cwd: AGENT, env })).toBe('')
      expect(await runGo(command, ['build', './...'], { cwd: AGENT, env })).toBe('')
    },
  )
})
