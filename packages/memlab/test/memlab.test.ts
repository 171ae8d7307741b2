import { afterAll, beforeAll, describe, expect } from 'vitest'
import { runNode } from '../../../test/run-node.ts'
import { testOfWhole } from '../../../test/whole.ts'
import { installedProject } from '../../../workshop/installed-project.mjs'
import { missingChromium } from './chromium.ts'
import { type PageServer, pageWith, servePages } from './page-server.ts'

/** memlab's own words: CommonJS, `back` beside `action`, a filter that refers to a variable of the file. */
const SCENARIO = `
const wanted = 'Detached <li>'
module.exports = {
  name: () => 'list page',
  url: () => process.env.PAGE_URL,
  action: async (page) => { await page.evaluate('act()') },
  back: async (page) => { await page.evaluate('0') },
  repeat: () => 3,
  leakFilter(node) { return node.name === wanted },
}
`

const CHECK = `
import { checkLeak, describeVerdict } from '@plateau/core'
import { pageTarget, pageTargetFromMemlabScenario } from '@plateau/memlab'

const url = process.env.PAGE_URL
const action = (page) => page.evaluate('act()')
const target = {
  own: () => pageTarget({ url, action }),
  filtered: () => pageTarget({ url, action, leakFilter: (node) => node.name === 'Detached <ul>' }),
  file: () => pageTargetFromMemlabScenario('scenario.cjs'),
}[process.argv[2]]
const verdict = await checkLeak(await target(), { iterations: 80, timeLimitMs: 60_000 })
console.log(describeVerdict(verdict))
`

const NODE_SNAPSHOTS = `
import { writeHeapSnapshot } from 'node:v8'
import { describeTrace, judgeNodeSnapshots } from '@plateau/memlab'

class Session {}
globalThis.sessions = []
function leak() { for (let i = 0; i < 50; i++) sessions.push(new Session()) }
const files = []
for (const name of ['a', 'b', 'c']) {
  files.push(writeHeapSnapshot(name + '.heapsnapshot'))
  leak()
}
const traces = await judgeNodeSnapshots(files, { leakFilter: (node) => node.name === 'Session' })
console.log(traces.map(describeTrace).join('\\n'))
`

const PAGE = pageWith(`const lists = []
function act() {
  const list = document.createElement('ul')
  list.append(document.createElement('li'))
  lists.push(list)
}`)

/** Without @memlab/api, and with it, side by side. */
function project(dependencies: Readonly<Record<string, string>>): string {
  return installedProject({
    name: 'memlab',
    dependencies: { '@plateau/core': 'packed', '@plateau/memlab': 'packed', ...dependencies },
    files: {
      'scenario.cjs': SCENARIO,
      'check.mjs': CHECK,
      'node-snapshots.mjs': NODE_SNAPSHOTS,
    },
  })
}

let server: PageServer

beforeAll(async () => {
  server = await servePages({ page: PAGE })
})

afterAll(() => server.close())

async function run(folder: string, ...args: readonly string[]): Promise<string> {
  const { output } = await runNode(args, {
    cwd: folder,
    environment: { PAGE_URL: server.url('page') },
  })
  return output
}

describe.skipIf(missingChromium)('memlab', () => {
  testOfWhole('is suggested, with what installs it, where it is missing', async () => {
    const output = await run(project({}), 'check.mjs', 'own')

    expect(output).toContain('nodes grew +2 DOM nodes per iteration')
    expect(output).toContain('PUPPETEER_SKIP_DOWNLOAD=1 npm install --save-dev @memlab/api')
  })

  testOfWhole(
    'adds its traces where it is installed, by its own rules and by the user’s filter',
    async () => {
      const folder = project({ '@memlab/api': '2.0.5' })

      const own = await run(folder, 'check.mjs', 'own')
      const filtered = await run(folder, 'check.mjs', 'filtered')

      expect(own).toMatch(/memlab traces it by .*lists \(Array\) → .*Detached <ul>/)
      expect(filtered).toMatch(/memlab traces it by .*lists \(Array\) → .*Detached <ul>/)
    },
  )

  testOfWhole(
    'takes a scenario file of memlab as it is, filter and variables included',
    async () => {
      const output = await run(project({ '@memlab/api': '2.0.5' }), 'check.mjs', 'file')

      expect(output).toContain('nodes grew +2 DOM nodes per iteration')
      expect(output).toMatch(/memlab traces it by .*Detached <li>/)
    },
  )

  testOfWhole('judges snapshots of Node with a filter', async () => {
    const output = await run(project({ '@memlab/api': '2.0.5' }), 'node-snapshots.mjs')

    expect(output).toMatch(/sessions .*→ .*\(Session\)/)
  })
})
