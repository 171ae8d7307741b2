import { describe, expect, it } from 'vitest'
import { launchFlags, v8FlagsAreFrozen } from '../src/launch-flags.ts'
import { runInNode, SOURCE } from './run-in-node.ts'

const PRINT = `
  import { launchFlags, v8FlagsAreFrozen } from '${SOURCE}'
  console.log(JSON.stringify({ flags: launchFlags(), frozen: v8FlagsAreFrozen() }))`

describe('the launch flags', () => {
  it('are those of the command line, spelled with dashes', () => {
    const { flags } = JSON.parse(runInNode(PRINT, ['--no_opt', '--stack-size=900']).stdout)

    expect(flags).toContain('--no-opt')
    expect(flags).toContain('--stack-size=900')
  })

  it('keep a dash alone and a value after a flag as they are', () => {
    const { flags } = JSON.parse(runInNode(PRINT, ['-C', 'my_condition']).stdout)

    expect(flags).toContain('my_condition')
  })

  it('begin with those of NODE_OPTIONS, so that the command line wins', () => {
    const before = process.env['NODE_OPTIONS']
    process.env['NODE_OPTIONS'] = '  --max_old_space_size=900   --jitless '
    try {
      expect(launchFlags().slice(0, 2)).toEqual(['--max-old-space-size=900', '--jitless'])
    } finally {
      if (before === undefined) delete process.env['NODE_OPTIONS']
      else process.env['NODE_OPTIONS'] = before
    }
  })
})

describe('the flags of V8', () => {
  it('are not frozen by default', () => {
    expect(v8FlagsAreFrozen()).toBe(false)
  })

  it('are frozen after --freeze-flags-after-init, in either spelling', () => {
    for (const flag of ['--freeze-flags-after-init', '--freeze_flags_after_init']) {
      expect(JSON.parse(runInNode(PRINT, [flag]).stdout).frozen).toBe(true)
    }
  })
})
