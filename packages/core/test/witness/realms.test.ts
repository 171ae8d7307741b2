import { spawnSync } from 'node:child_process'
import { expect, test } from 'vitest'

const SOURCE = new URL('../../src/', import.meta.url).href

/** Node 24 and later list a realm until the turn after its collection; to enter it crashes. */
const LEAVE_COLLECTED_REALMS = `
  for (let count = 0; count < 20; count++) {
    vm.runInContext('console.log("logged")', vm.createContext({}))
  }
  let garbage
  while (getHeapStatistics().number_of_native_contexts > 10) garbage = new Array(1_000_000).fill(1)`

test('realms that were collected since the last turn are not asked', { timeout: 60_000 }, () => {
  const { stdout, signal } = run(`
    const session = openInspectorSession()
    ${LEAVE_COLLECTED_REALMS}
    const numbers = []
    const census = startStoreCensus(session)
    for (let batch = 0; batch < 3; batch++) {
      census.count()
      for (let iteration = 0; iteration < 10; iteration++) numbers.push(1)
    }
    census.count()
    console.log(JSON.stringify(census.grown(10)[0]?.gains))`)

  expect({ stdout, signal }).toEqual({ stdout: '[10,10,10]', signal: null })
})

test('what was logged before a count can be collected after it', { timeout: 60_000 }, () => {
  const { stdout, signal } = run(`
    const census = startStoreCensus(openInspectorSession())
    const refs = Array.from({ length: 3 }, () => {
      const logged = { }
      console.log(logged)
      return new WeakRef(logged)
    })
    await new Promise(setImmediate)
    census.count()
    gc()
    console.log(refs.filter((ref) => ref.deref()).length, 'kept')`)

  expect({ stdout, signal }).toEqual({ stdout: '{}\n{}\n{}\n0 kept', signal: null })
})

test('a census keeps its objects until it is closed', { timeout: 60_000 }, () => {
  const { stdout, signal } = run(`
    let store = [1, 2, 3]
    const ref = new WeakRef(store)
    await new Promise(setImmediate)
    const census = startStoreCensus(openInspectorSession())
    store = undefined
    gc()
    console.log(ref.deref() === undefined)
    await new Promise(setImmediate)
    census.close()
    gc()
    console.log(ref.deref() === undefined)`)

  expect({ stdout, signal }).toEqual({ stdout: 'false\ntrue', signal: null })
})

function run(body: string): { readonly stdout: string; readonly signal: string | null } {
  const script = `
    import { getHeapStatistics } from 'node:v8'
    import vm from 'node:vm'
    import { openInspectorSession } from '${SOURCE}engine/inspector-session.ts'
    import { realms } from '${SOURCE}witness/realms.ts'
    import { startStoreCensus } from '${SOURCE}witness/store-census.ts'
    ${body}`
  const flags = ['--no-warnings', '--conditions=source', '--expose-gc', '--input-type=module']
  const { stdout, stderr, signal } = spawnSync(process.execPath, [...flags, '--eval', script], {
    encoding: 'utf8',
  })
  return { stdout: stdout.trim() + stderr, signal }
}
