// Our verdict on a page beside memlab's own run on the same page, by the same scenario file, in turn:
// only ratios within one run mean something on a busy machine.

import { spawnSync } from 'node:child_process'
import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { Worker } from 'node:worker_threads'
import { install, root } from '../installed-project.mjs'
import { startProgress } from '../progress.mjs'
import { readOptions } from '../read-options.mjs'
import { median, writeRows } from '../rows.mjs'

const { options } = readOptions('bench:page', {
  options: { runs: { value: 'N', text: 'of each; the median is told', default: 3, least: 1 } },
  rows: 'one row a run',
})

/** Fifty widgets that come and go; each leaves its resize listener, and thus itself, behind. */
const PAGE = `<!doctype html><title>widgets</title><body><script>
class Widget {
  constructor() {
    this.element = document.createElement('div')
    this.element.textContent = 'widget'
    this.onResize = () => this.element.getBoundingClientRect()
    window.addEventListener('resize', this.onResize)
  }
}
let widgets = []
function open() {
  widgets = Array.from({ length: 50 }, () => new Widget())
  for (const { element } of widgets) document.body.append(element)
}
function close() {
  for (const { element } of widgets) element.remove()
  widgets = []
}
</script></body>`

const SCENARIO = `module.exports = {
  url: () => process.env.PAGE_URL,
  action: async (page) => { await page.evaluate('open()') },
  back: async (page) => { await page.evaluate('close()') },
}
`

const from = (name) =>
  JSON.stringify(pathToFileURL(join(root, 'packages', name, 'dist', 'index.js')).href)
const CHECK = `import { checkLeak } from ${from('core')}
import { pageTargetFromMemlabScenario } from ${from('memlab')}
const target = await pageTargetFromMemlabScenario('scenario.cjs', { memlab: 'off' })
const verdict = await checkLeak(target)
console.log(verdict.kind, JSON.stringify(verdict.growth ?? verdict.suspects), verdict.culprits?.[0]?.type)
process.exitCode = verdict.kind === 'growth' ? 0 : 1
`

const folder = install({
  name: 'page-bench',
  manifest: {
    name: 'page-bench',
    private: true,
    dependencies: { memlab: '2.0.5' },
  },
  files: { 'scenario.cjs': SCENARIO, 'check.mjs': CHECK },
})
const { findChromium } = await import(
  pathToFileURL(join(root, 'packages', 'memlab', 'dist', 'chromium', 'find-chromium.js')).href
)
// In a thread of its own, for the commands are waited for synchronously.
const server = new Worker(
  `const { parentPort, workerData } = require('node:worker_threads')
  const server = require('node:http').createServer((request, response) => {
    response.setHeader('content-type', 'text/html')
    response.end(workerData)
  })
  server.listen(0, '127.0.0.1', () => parentPort.postMessage(server.address().port))`,
  { eval: true, workerData: PAGE },
)
const port = await new Promise((resolve) => server.once('message', resolve))

const CONTENDERS = {
  ours: () => run([join(folder, 'check.mjs')]),
  memlab() {
    const work = join(folder, 'work')
    rmSync(work, { recursive: true, force: true })
    return run([
      join(folder, 'node_modules', 'memlab', 'bin', 'memlab'),
      ...['run', '--scenario', join(folder, 'scenario.cjs')],
      ...['--chromium-binary', findChromium(), '--headless', '--work-dir', work],
    ])
  },
}

const rows = []
const contenders = Object.entries(CONTENDERS)
const progress = startProgress({ total: options.runs * contenders.length, unit: 'runs' })
for (let at = 0; at < options.runs; at++) {
  for (const [name, start] of contenders) {
    progress.show(rows.length, name)
    const { ms, found } = start()
    rows.push({ id: 'widgets', runner: name, ms, found })
    progress.say(`${name.padEnd(8)} ${(ms / 1000).toFixed(1).padStart(6)} s  ${found}`)
  }
}
await server.terminate()
progress.end()
const medianMs = (name) => median(rows.flatMap(({ runner, ms }) => (runner === name ? [ms] : [])))
console.log(
  `median: ours ${(medianMs('ours') / 1000).toFixed(1)} s, memlab ${(medianMs('memlab') / 1000).toFixed(1)} s: ${(medianMs('memlab') / medianMs('ours')).toFixed(1)} times as long`,
)
writeRows(options.json, rows)

function run(args) {
  const started = performance.now()
  const { status, stdout, stderr } = spawnSync(process.execPath, args, {
    cwd: folder,
    encoding: 'utf8',
    env: { ...process.env, PAGE_URL: `http://127.0.0.1:${port}/` },
    timeout: 300_000,
  })
  const said = `${stdout}${stderr}`.trim().split('\n')
  if (status !== 0) throw new Error(`${args.join(' ')} failed:\n${said.join('\n')}`)
  const found = said.findLast((line) => /leak|growth|plateau|unsettled/i.test(line)) ?? said.at(-1)
  return { ms: performance.now() - started, found: (found ?? '').trim().slice(0, 160) }
}
