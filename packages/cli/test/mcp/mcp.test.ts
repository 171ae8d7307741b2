import {
  existsSync,
  mkdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { writeHeapSnapshot } from 'node:v8'
import { expect, onTestFinished, test } from 'vitest'
import { runNode } from '../../../../test/run-node.ts'
import { testOfWhole } from '../../../../test/whole.ts'
import { vitestProject } from '../../../vitest/test/run-vitest.ts'
import { SERVER, testFolder } from '../command/run-plateau.ts'
import { connect } from './connect.ts'

const LEAKY = `const sessions = new Map()
export function scenario() {
  sessions.set(sessions.size, { at: sessions.size })
}
export const repaired = {
  setup: () => new Map(),
  run(map) {
    map.set(1, { at: 1 })
    map.delete(1)
  },
}
export default () => { throw new Error('no database') }
`

test('an assistant finds its tools, each with what it needs to call it', async () => {
  const { tools } = await connect(testFolder())

  expect(tools.map(({ name }) => name)).toEqual([
    'check_scenario',
    'loop_tests',
    'compare_snapshots',
    'paths_to_root',
    'soak_start',
    'soak_status',
    'soak_report',
  ])
})

test('check_scenario tells a leak with its line, and its repair a plateau', async () => {
  const root = testFolder()
  writeFileSync(join(root, 'sessions.mjs'), LEAKY)
  const { ask } = await connect(root)

  const leaky = await ask('check_scenario', {
    file: 'sessions.mjs',
    timeLimitMs: 30_000,
  })
  const repaired = await ask('check_scenario', { file: 'sessions.mjs', export: 'repaired' })
  const failing = await ask('check_scenario', { file: 'sessions.mjs', export: 'default' })
  const missing = await ask('check_scenario', { file: 'sessions.mjs', export: 'orders' })

  expect(leaky.text).toMatch(/^growth\nexpected scenario not to leak, but heap grew/)
  expect(leaky.text).toContain('sessions (Map)')
  expect(leaky.text).toContain('sessions.mjs:3')
  expect(leaky.isError).toBe(false)
  expect(repaired.text).toMatch(/^plateau\nscenario levelled off/)
  expect(failing).toMatchObject({
    isError: true,
    text: expect.stringContaining('Error: no database'),
  })
  expect(missing.text).toContain("It exports no 'orders', but default, repaired, scenario.")
}, 60_000)

test('nothing outside of the root is read or run', async () => {
  const outside = testFolder()
  const root = testFolder()
  writeFileSync(join(outside, 'secret.mjs'), 'export const scenario = () => {}; // hunter2\n')
  symlinkSync(join(outside, 'secret.mjs'), join(root, 'link.mjs'))
  const { ask } = await connect(root)

  const answers = await Promise.all([
    ask('check_scenario', { file: '../secret.mjs' }),
    ask('check_scenario', { file: join(outside, 'secret.mjs') }),
    ask('check_scenario', { file: 'link.mjs' }),
    ask('compare_snapshots', { before: '/etc/passwd', after: '/etc/passwd' }),
    ask('soak_report', { run: '..' }),
  ])

  for (const { text, isError } of answers) {
    expect(isError).toBe(true)
    expect(text).toContain('is outside of the root')
    expect(text).not.toContain('hunter2')
  }
  expect((await ask('check_scenario', { file: 'none.mjs' })).text).toContain(
    "'none.mjs' is not there.",
  )
})

const GROWING = `const v8 = require('node:v8')
const [, , megabytes] = process.argv
class Session { constructor(id) { this.id = id; this.text = 'session ' + id } }
const sessions = new Map()
const ballast = []
for (let at = 0; at < megabytes * 6000; at++) ballast.push({ at, name: 'ballast ' + at })
v8.writeHeapSnapshot('before.heapsnapshot')
function open(id) { sessions.set(id, new Session(id)) }
module.exports = { open, ballast }
for (let at = 0; at < 5000; at++) open(at)
// Later: now the stack holds the map, too, by no name.
setImmediate(() => v8.writeHeapSnapshot('after.heapsnapshot'))
`

async function snapshotsIn(root: string, megabytes: number): Promise<void> {
  writeFileSync(join(root, 'grow.cjs'), GROWING)
  // Code that V8 optimises meanwhile may hold the map, too, by no name.
  const asWritten = ['--no-opt', '--no-maglev']
  const args = [...asWritten, 'grow.cjs', String(megabytes)]
  const { exitCode, output } = await runNode(args, { cwd: root })
  expect(exitCode, output).toBe(0)
}

testOfWhole(
  'compare_snapshots names the class, its holder and the way to it; paths_to_root any object',
  async () => {
    const root = testFolder()
    await snapshotsIn(root, 0)
    const { ask } = await connect(root)

    const { text } = await ask('compare_snapshots', {
      before: 'before.heapsnapshot',
      after: 'after.heapsnapshot',
    })
    const byClass = await ask('paths_to_root', { snapshot: 'after.heapsnapshot', class: 'Session' })
    const [, id] = /Map @(\d+)/.exec(text) ?? []
    const byId = await ask('paths_to_root', { snapshot: 'after.heapsnapshot', id: Number(id) })
    const misspelt = await ask('paths_to_root', {
      snapshot: 'after.heapsnapshot',
      class: 'session',
    })

    expect(text).toMatch(/\+5000 Session, \+\d+/)
    expect(text).toMatch(/Session: .*sessions \(Map\) → entry \(Session\)/)
    expect(text).toContain('No detached DOM node')
    expect(byClass.text).toContain('sessions (Map) → entry (Session)')
    expect(byId.text).toMatch(/^@\d+ retains .*\n.*sessions \(Map\)$/)
    expect(misspelt).toMatchObject({
      isError: true,
      text: expect.stringMatching(/It has .*\bSession/),
    })
  },
  60_000,
)

testOfWhole(
  'a snapshot that was cut short, and what is none, are told as such',
  async () => {
    const root = testFolder()
    const whole = writeHeapSnapshot(join(root, 'whole.heapsnapshot'))
    const text = readFileSync(whole, 'utf8')
    writeFileSync(join(root, 'cut.heapsnapshot'), text.slice(0, text.length / 2))
    writeFileSync(join(root, 'none.heapsnapshot'), '{"password":"hunter2"}')
    const { ask } = await connect(root)

    const cut = await ask('compare_snapshots', {
      before: 'whole.heapsnapshot',
      after: 'cut.heapsnapshot',
    })
    const none = await ask('paths_to_root', { snapshot: 'none.heapsnapshot', class: 'Map' })

    expect(cut.isError).toBe(true)
    expect(cut.text).toMatch(/cut\.heapsnapshot cannot be read: .*Take the snapshot again/s)
    expect(none.text).toMatch(/none\.heapsnapshot cannot be read: .*Give a heap snapshot of V8/s)
    expect(none.text).not.toContain('hunter2')
  },
  60_000,
)

testOfWhole(
  'two snapshots of 100 MB are compared in 15 s',
  async () => {
    const root = testFolder()
    await snapshotsIn(root, 100)
    const { ask } = await connect(root)

    expect(statSync(join(root, 'after.heapsnapshot')).size).toBeGreaterThan(100e6)

    const startedMs = performance.now()
    const { text, isError } = await ask('compare_snapshots', {
      before: 'before.heapsnapshot',
      after: 'after.heapsnapshot',
    })

    expect(isError, text).toBe(false)
    expect(text).toMatch(/\+5000 Session/)
    console.log(`compared in ${Math.round(performance.now() - startedMs)} ms`)
  },
  120_000,
)

testOfWhole(
  'a soak is started, looked at and told; what is refused is told with its fix',
  async () => {
    const root = testFolder()
    mkdirSync(join(root, 'src'))
    writeFileSync(join(root, 'src', 'server.cjs'), readFileSync(SERVER))
    const { ask } = await connect(root)

    const refused = await ask('soak_start', {
      command: ['node', 'src/server.cjs'],
      request: '/',
      duration: 'long',
    })
    const started = await ask('soak_start', {
      command: [process.execPath, 'src/server.cjs', 'leak'],
      request: '/',
      iterations: 2000,
    })
    const [, run = ''] = /^started: (.*)$/m.exec(started.text) ?? []
    let status = await ask('soak_status', { run })
    while (!status.text.startsWith('It has ended')) {
      expect(status.isError, status.text).toBe(false)
      await new Promise((resolve) => setTimeout(resolve, 500))
      status = await ask('soak_status', { run })
    }
    const report = await ask('soak_report', { run })

    expect(refused).toMatchObject({ isError: true })
    expect(refused.text).toContain("received 'long'")
    expect(status.text).toMatch(/It has ended: done\.\n\d+ samples, the last after \d+ iterations/)
    expect(report.text).toMatch(/^growth: /)
    expect(report.text).toContain('main: growth')
    expect(existsSync(join(root, run, 'report.html'))).toBe(true)
  },
  120_000,
)

test('what a program printed before it failed is kept from the assistant', async () => {
  const root = testFolder()
  writeFileSync(join(root, 'failing.cjs'), "console.error('password=hunter2'); process.exit(3)\n")
  const { ask } = await connect(root)

  const { text, isError } = await ask('soak_start', {
    command: [process.execPath, 'failing.cjs'],
    request: '/',
  })

  expect(isError).toBe(true)
  expect(text).toContain("'failing.cjs' ended by itself with code 3")
  expect(text).toContain('What the program printed is left out here')
  expect(text).not.toContain('hunter2')
}, 60_000)

testOfWhole(
  'loop_tests tells which tests leave something behind',
  async () => {
    const root = testFolder()
    symlinkSync(join(vitestProject(), 'node_modules'), join(root, 'node_modules'))
    onTestFinished(() => rmSync(join(root, 'node_modules'), { force: true }))
    writeFileSync(join(root, 'package.json'), '{ "type": "module" }')
    writeFileSync(
      join(root, 'sessions.test.js'),
      `import { test } from 'vitest'
const kept = []
test('opens', () => void kept.push({ at: kept.length }))
test('parses', () => void JSON.parse('{"a":1}'))
`,
    )
    const { ask } = await connect(root)

    const { text } = await ask('loop_tests', { runner: 'vitest', files: ['sessions.test.js'] })
    const outside = await ask('loop_tests', { runner: 'vitest', files: ['../other.test.js'] })

    expect(text).toMatch(/growth +sessions\.test\.js > opens/)
    expect(text).toMatch(/2 tests in .* 1 growth, .* 1 plateau\./)
    expect(outside.isError).toBe(true)
  },
  300_000,
)
