import { join } from 'node:path'
import { expect } from 'vitest'
import { testOfWhole } from '../../../../test/whole.ts'
import { describeWithGo } from '../../../go/test/go-toolchain.ts'
import { endIn, runPlateau, testFolder } from '../command/run-plateau.ts'

const SERVICE = join(import.meta.dirname, '..', 'fixtures', 'go-service')

describeWithGo('a soak of a Go package', () => {
  testOfWhole(
    'passes arguments to the program, and explains growth under the built-in load',
    {
      timeout: 300_000,
    },
    async () => {
      const out = join(testFolder(), 'out')
      const asked = ['--iterations', '2000', '--request', '/', '--out', out]
      const { code, stdout } = await runPlateau(
        ['soak', '--go', '.', ...asked, '--', '-keep', '-port', '{port}'],
        SERVICE,
        { GOFLAGS: '-mod=mod' },
      )

      expect(code).toBe(1)
      expect(endIn(out, '.')?.verdicts).toMatchObject([
        { process: 'main', verdict: { kind: 'growth', culprits: [{}] } },
      ])
      expect(stdout).toMatch(/allocated at .*main\.go:\d+/)
      if (process.platform === 'linux') {
        expect(stdout).toMatch(
          /At its busiest it took \S+ MB of resident memory; after the last collection \S+ [kM]?B of heap were retained\./,
        )
      }
    },
  )
})
