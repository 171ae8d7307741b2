import { spawnSync } from 'node:child_process'
import { expect } from 'vitest'
import { testOfWhole } from '../../../../test/whole.ts'

const CORE = new URL('../../src/index.ts', import.meta.url).href

/** Node 26 has storage without the flag; Jest touches it in every test file. */
testOfWhole(
  'a store is found beside the storage of a page, whose keys crash Node',
  {
    timeout: 60_000,
  },
  () => {
    const script = `
    import { checkLeak } from ${JSON.stringify(CORE)}
    globalThis.sessionStorage
    const numbers = []
    const { kind } = await checkLeak(() => numbers.push(1), { timeLimitMs: 50_000 })
    console.log(kind)`
    const flags = ['--conditions=source', '--experimental-webstorage', '--localstorage-file=unused']

    const { stdout, signal } = spawnSync(
      process.execPath,
      [...flags, '--input-type=module', '--eval', script],
      { encoding: 'utf8' },
    )

    expect({ stdout: stdout.trim(), signal }).toEqual({ stdout: 'growth', signal: null })
  },
)
