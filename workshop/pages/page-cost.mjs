// What a check of a page costs: every step of it, for a page that keeps nothing and for its leaky twins, whose action takes as long
// as one of an end-to-end test does. The load of the machine shifts all of them: compare within one run.

import { checkLeak, describeVerdict } from '@plateau/core'
import { pageTarget } from '../../packages/memlab/dist/index.js'
import { pageWith, servePages } from '../../packages/memlab/test/page-server.ts'
import { startProgress } from '../progress.mjs'
import { readOptions } from '../read-options.mjs'
import { writeRows } from '../rows.mjs'

const { options } = readOptions('bench:page-cost', {
  options: {
    action: { value: 'MS', text: 'milliseconds of one action', default: 120, least: 0 },
    limit: { value: 'MS', text: 'milliseconds of one check', default: 30_000, least: 1000 },
    objects: {
      value: 'N',
      text: 'objects that the page holds all along',
      default: 100_000,
      least: 0,
    },
    kind: { value: 'NAME', text: 'this kind alone; may be repeated', isRepeated: true },
    steps: { text: 'every step of each check, too' },
  },
  rows: 'one row a check',
})

/** A dialog with rows; its leaky twins differ in what they do before it is removed, and after. */
const page = (before, after = '') =>
  pageWith(`const ballast = Array.from({ length: ${options.objects} }, (_, id) => ({ id, next: { id } }))
class Row { constructor(id) { this.id = id } }
const kept = []
const numbers = []
const wait = () => new Promise((done) => setTimeout(done, ${options.action}))
async function act() {
  const panel = document.createElement('section')
  const rows = Array.from({ length: 20 }, (_, id) => new Row(id))
  for (const { id } of rows) {
    const line = document.createElement('p')
    line.textContent = 'row ' + id
    line.addEventListener('click', () => panel.remove())
    panel.append(line)
  }
  document.body.append(panel)
  const onResize = () => panel.getBoundingClientRect()
  window.addEventListener('resize', onResize)
  await wait()
  ${before}
  panel.remove()
  ${after}
}`)

const REMOVES = "window.removeEventListener('resize', onResize)"
const KINDS = {
  clean: page(REMOVES),
  listener: page(''),
  'one object': page(`${REMOVES}; kept.push(new Row(1))`),
  'detached element': page(REMOVES, 'kept.push(panel)'),
  'closures in an array': page(REMOVES, 'kept.push(() => rows.length)'),
  'a buffer': page(`${REMOVES}; kept.push(new Uint8Array(100_000))`),
  numbers: page(`${REMOVES}; numbers.push(Math.random(), 2, 3)`),
}

const kinds = Object.entries(KINDS).filter(
  ([name]) => options.kind.length === 0 || options.kind.includes(name),
)
const server = await servePages(
  Object.fromEntries(kinds.map(([, html], at) => [`page-${at}`, html])),
)
const rows = []
const progress = startProgress({ total: kinds.length, unit: 'pages' })
for (const [at, [name]] of kinds.entries()) {
  progress.show(at, name)
  const { target, seen } = watched(
    pageTarget({
      url: server.url(`page-${at}`),
      memlab: 'off',
      action: (driven) => driven.evaluate('act()'),
    }),
  )
  const begun = performance.now()
  const verdict = await checkLeak(target, { timeLimitMs: options.limit })
  const ms = Math.round(performance.now() - begun)
  const decidedMs = ms - seen.explainedMs
  const { iterations } = seen
  rows.push({ id: name, runner: 'page', kind: verdict.kind, ms, decidedMs, iterations })
  const culprit = verdict.culprits?.[0]
  progress.say(
    `${name.padEnd(22)} ${verdict.kind.padEnd(9)} ${String(iterations).padStart(4)} actions, decided in ${decidedMs} ms of ${ms}${culprit ? `: ${culprit.site?.file}:${culprit.site?.line}` : ''}`,
  )
  if (verdict.kind !== 'plateau') progress.say(describeVerdict(verdict).replace(/^/gm, '    '))
  if (options.steps) for (const step of seen.steps) progress.say(`    ${step}`)
}
progress.end()
await server.close()
writeRows(options.json, rows)

/** The same target, which notes what its session was asked for. */
function watched(target) {
  const seen = { iterations: 0, explainedMs: 0, steps: [] }
  const begun = performance.now()
  async function noted(what, work) {
    const from = performance.now()
    try {
      return await work()
    } finally {
      const ms = performance.now() - from
      seen.steps.push(`${(from - begun).toFixed(0).padStart(6)} ms  ${what}: ${ms.toFixed(0)} ms`)
    }
  }
  const open = async (context) => {
    const session = await noted('open', () => target.open(context))
    return {
      ...session,
      run(count, signal) {
        seen.iterations += count
        return noted(`run ${count}`, () => session.run(count, signal))
      },
      sample: (how) => noted(`sample ${how ?? ''}`, () => session.sample(how)),
      port: {
        send: (method, params) => noted(method, () => session.port.send(method, params)),
      },
      async explain(verdict) {
        const from = performance.now()
        const explained = await noted('explain', () => session.explain(verdict))
        seen.explainedMs = Math.round(performance.now() - from)
        return explained
      },
    }
  }
  return { target: { ...target, open }, seen }
}
