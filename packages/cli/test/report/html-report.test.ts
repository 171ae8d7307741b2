import { expect, test } from 'vitest'
import { testOfWhole } from '../../../../test/whole.ts'
import { askPage, describeWithChromium, openPage } from '../../../go/test/report/chromium-page.ts'
import { htmlReport } from '../../src/report/html-report.ts'
import { viewOf } from '../../src/report/run-view.ts'
import type { RunRecord } from '../../src/run/run-record.ts'
import {
  endRecord,
  GROWING_SOAK,
  GROWTH,
  grows,
  HOSTILE,
  HOSTILE_SOAK,
  LEVEL_SOAK,
  processRecords,
  START,
} from './recorded-soak.ts'

function page(records: readonly RunRecord[]): string {
  return htmlReport(viewOf(records))
}

/** What is the page's own: without uPlot, the script and the styles, which have tests by what they do. */
function ownMarkup(html: string): string {
  return html
    .replaceAll(/<style>[\s\S]*?<\/style>/g, '<style/>')
    .replaceAll(/<script>[\s\S]*?<\/script>/g, '<script/>')
    .replaceAll(/sha256-[\w+/=]+/g, 'sha256-…')
}

test('a page tells what grew, since when, how fast, why, and when it would have been killed', async () => {
  await expect(ownMarkup(page(GROWING_SOAK))).toMatchFileSnapshot('fixtures/growing-soak.html')
})

test('a page of a run that was cut off says so and shows no pass', () => {
  const [header = ''] = /<header[\s\S]*<\/header>/.exec(page(LEVEL_SOAK.slice(0, -1))) ?? []

  expect(header).toContain('The run is incomplete: its file has no end line')
  expect(header).toContain('class="incomplete"')
  expect(header).not.toContain('plateau</span>')
})

test('a page allows nothing but its own script and style, and fetches nothing', () => {
  const html = page(GROWING_SOAK)

  expect(html).toMatch(
    /content="default-src 'none'; style-src 'sha256-[^' ]+'; script-src 'sha256-[^' ]+' 'sha256-[^' ]+'; base-uri 'none'; form-action 'none'"/,
  )
  expect(html).not.toMatch(/unsafe-|<link|<img|<iframe|\bstyle="|\son\w+="|\bsrc=|url\(/)
})

test('a name is text, wherever it comes from', () => {
  const own = ownMarkup(page(HOSTILE_SOAK))

  expect(own.match(/<(?:img|script)[^>]*>/g)).toEqual([
    '<script type="application/json" id="data">',
    '<script/>',
    '<script/>',
  ])
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what must not be there.
  expect(own).not.toMatch(/[\u0000-\u0008\u000b-\u001f\u202e]/)
})

test('the growth of a store has no line among bytes that do not tell of it', () => {
  const level = () => 52_000_000
  const silent = [START, ...processRecords('main', level), endRecord([GROWTH])]

  expect(page(GROWING_SOAK)).toContain('"growth":{"fromX":5000,"fromY":52000000,"rate":112}')
  expect(page(silent)).not.toContain('"growth":{')
})

test('the collections that gain entries are shown by census, the fastest first', () => {
  const censuses = [2000, 7000, 12_000].map(
    (iterations): RunRecord => ({
      type: 'census',
      process: 'main',
      iterations,
      elapsedMs: iterations,
      stores: [
        { container: 'Set', entries: 100 + iterations / 1000 },
        { container: 'Map of <id>', entries: iterations },
        { container: 'LRU', entries: 5000 },
      ],
    }),
  )
  const html = page([...GROWING_SOAK.slice(0, -1), ...censuses, endRecord([GROWTH])])

  const rows = html.match(/<th scope="row">(?:Map|Set|LRU).*<\/tr>/g)
  expect(rows).toEqual([
    '<th scope="row">Map of &#60;id&#62;</th><td>2\u202f000</td><td>7\u202f000</td><td>12\u202f000</td></tr>',
    '<th scope="row">Set</th><td>102</td><td>107</td><td>112</td></tr>',
  ])
})

testOfWhole('a page of 100 processes with 600 samples each stays below a megabyte', () => {
  const names = Array.from({ length: 100 }, (_, at) => `worker ${at}`)
  const html = page([
    START,
    ...names.flatMap((process) => manySamples(process)),
    endRecord(names.map((process) => ({ ...GROWTH, process }))),
  ])

  expect(Buffer.byteLength(html)).toBeLessThan(1_000_000)
})

function manySamples(process: string): readonly RunRecord[] {
  const [came, first] = processRecords(process, grows)
  if (came === undefined || first?.type !== 'sample') throw new Error('A process has samples.')
  const samples = Array.from({ length: 600 }, (_, at) => ({
    ...first,
    iterations: at * 1000,
    elapsedMs: at * 1000,
    readings: { heap: 52_123_456 + ((at * 7919) % 100_003), fds: 21 + (at % 3) },
  }))
  return [came, ...samples]
}

describeWithChromium('in a real browser', () => {
  test('every plot is drawn under the strict policy, and hostile names run nothing', () => {
    const { html, complaints } = openPage(page(HOSTILE_SOAK))

    expect(complaints).toEqual([])
    expect(html.match(/<canvas/g)).toHaveLength(2)
    expect(html).not.toMatch(/<img|<title>1</)
  })

  testOfWhole('keys and buttons zoom all plots of a process, and no others', () => {
    const zoomed = zoomRanges(`
      const [main, , worker] = document.querySelectorAll('.plot')
      const press = (key) => main.dispatchEvent(new KeyboardEvent('keydown', { key }))
      press('+')
      queueMicrotask(() => press('ArrowRight'))
      worker.querySelector('[data-zoom="+"]').click()`)

    const main = [4200, 10_200]
    const worker = [3000, 9000]
    expect(zoomed).toEqual([main, main, worker, worker, [4000, 12_000]])
  })

  test('a section is drawn once it is open, and nothing is wider than a phone', () => {
    const many = Array.from({ length: 6 }, (_, at) => `${HOSTILE} ${at}`)
    const html = page([
      START,
      ...many.flatMap((name) => processRecords(name, grows)),
      endRecord(many.map((process) => ({ ...GROWTH, process }))),
    ])
    const answer = askPage(
      html,
      `document.body.style.width = '360px'
      const before = $$('canvas').length
      for (const section of $$('details')) {
        section.open = true
        section.dispatchEvent(new Event('toggle'))
      }
      const parts = $$('header, details, section, pre, dl, .plot')
      const wide = parts.filter((part) => part.getBoundingClientRect().width > 360)
      return { before, after: $$('canvas').length, wide: wide.map((part) => part.outerHTML) }`,
    )

    expect(answer).toEqual({ before: 8, after: 12, wide: [] })
  })
})

/** The range of iterations that each plot shows after a script in the page, which sees its plots being made. */
function zoomRanges(script: string): unknown {
  const watched = page(GROWING_SOAK)
    .replace(
      "<script>'use strict'",
      () => `<script>globalThis.made = []
        uPlot = new Proxy(uPlot, { construct(type, received) {
          const plot = Reflect.construct(type, received)
          made.push(plot)
          return plot
        } })</script><script>'use strict'`,
    )
    .replace('</body>', () => `<script>${script}</script></body>`)
  return askPage(watched, 'return made.map(({ scales: { x } }) => [x.min, x.max].map(Math.round))')
}
