import { describe, expect, it } from 'vitest'
import { acquireGc } from '../src/acquire-gc.ts'
import { runInNode, SOURCE } from './run-in-node.ts'

const TRY = `
  import { collect, forceGc } from '${SOURCE}'
  for (const act of [forceGc, () => collect('minor')]) {
    try {
      act()
      console.log('collected')
    } catch (error) {
      console.log(error.name, error.code, error.message)
    }
  }`

it('gives a function that collects', () => {
  expect(acquireGc()).toBeTypeOf('function')
})

describe('in a process whose flags are frozen', () => {
  it('throws and names the flag to add', () => {
    const { stdout, status } = runInNode(TRY, ['--freeze-flags-after-init'])

    expect(status).toBe(0)
    expect(stdout).toMatchInlineSnapshot(`
      "GcUnavailableError PLATEAU_GC_UNAVAILABLE A full garbage collection is impossible here: the process was started with --freeze-flags-after-init. To allow it, add --expose-gc to the flags it is started with.
      GcUnavailableError PLATEAU_GC_UNAVAILABLE A full garbage collection is impossible here: the process was started with --freeze-flags-after-init. To allow it, add --expose-gc to the flags it is started with."
    `)
  })

  it('throws and names the flag to add in whatever way the flag is spelled', () => {
    const { stdout, status } = runInNode(TRY, ['--freeze_flags_after_init'])

    expect(status).toBe(0)
    expect(stdout).toContain('PLATEAU_GC_UNAVAILABLE')
  })

  it('collects once that flag is added', () => {
    const { stdout } = runInNode(TRY, ['--freeze-flags-after-init', '--expose-gc'])

    expect(stdout).toBe('collected\ncollected')
  })

  it('throws from a worker that has launch flags of its own too', () => {
    const { stdout, status } = runInNode(
      `import { Worker } from 'node:worker_threads'
      new Worker(
        ${JSON.stringify(`import('${SOURCE}').then(({ forceGc }) => forceGc())
          .then(() => console.log('collected'), (error) => console.log(error.code))`)},
        { eval: true, execArgv: ['--conditions=source'] },
      )`,
      ['--freeze-flags-after-init'],
    )

    expect({ status, stdout }).toEqual({ status: 0, stdout: 'PLATEAU_GC_UNAVAILABLE' })
  })
})
