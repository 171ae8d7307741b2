import { checkLeak, describeVerdict, type LeakOptions, type Verdict } from '@plateau/core'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { normaliseOutput } from '../../../test/normalise-output.ts'
import { testOf, testOfWhole } from '../../../test/whole.ts'
import { pageTarget } from '../src/index.ts'
import { missingChromium } from './chromium.ts'
import { ASSETS, CLEAN_KINDS, DRIVEN_KINDS, PAGE_KINDS } from './page-kinds.ts'
import { type PageServer, pageWith, servePages } from './page-server.ts'

/** Few and exact, so that these tests stay short; the false-alarm run uses the defaults. */
const SHORT: LeakOptions = { iterations: 160, timeLimitMs: 30_000 }

/** One by what the page counts, one by its heap. */
const REPRESENTATIVES = ['a listener on the window']

/** All of them, and the twins of the leaky ones, are what `npm run measure -- page-false-alarms` repeats. */
const TESTED_CLEAN_KINDS = ['component mounted and unmounted']

const MINIFIED =
  'class Panel{constructor(){this.element=document.createElement("div")}}const panels=new Set;function act(){panels.add(new Panel)}\n'

const MAP = JSON.stringify({
  version: 3,
  sources: ['src/panel.ts'],
  names: [],
  // Columns 0 and 91, where act begins, are lines 3 and 8 of the source.
  mappings: 'AAEA,2FAKA',
})

const pages = {
  ...ASSETS,
  ...Object.fromEntries(
    PAGE_KINDS.flatMap(({ leaky, clean }, at) => [
      [`leaky-${at}`, pageWith(leaky)],
      [`clean-${at}`, pageWith(clean)],
    ]),
  ),
  ...Object.fromEntries(
    Object.values(CLEAN_KINDS).map((script, at) => [`level-${at}`, pageWith(script)]),
  ),
  ...Object.fromEntries(
    Object.values(DRIVEN_KINDS).map(({ script }, at) => [`driven-${at}`, pageWith(script)]),
  ),
  minified: '<!doctype html><body><script src="/app.min.js"></script></body>',
  'app.min.js': `${MINIFIED}//# sourceMappingURL=app.min.js.map\n`,
  'app.min.js.map': MAP,
  // As servers for development send it.
  inlined: '<!doctype html><body><script src="/inlined/app.js"></script></body>',
  'inlined/app.js': `${MINIFIED}//# sourceMappingURL=data:application/json;base64,${Buffer.from(MAP).toString('base64')}\n`,
}

let server: PageServer

beforeAll(async () => {
  server = await servePages(pages)
})

afterAll(() => server.close())

function check(path: string, options: LeakOptions = SHORT): Promise<Verdict> {
  const target = pageTarget({
    url: server.url(path),
    name: path,
    action: (page) => page.evaluate('act()'),
  })
  return checkLeak(target, options)
}

/** The message without what differs from run to run: counts may be written in groups of three. */
function told(verdict: Verdict): string {
  const text = describeVerdict(verdict).replace(/(\d) (?=\d{3})/g, '$1')
  return normaliseOutput(text, server.url(''))
}

describe.skipIf(missingChromium)('a page', () => {
  for (const [at, { name, counts }] of PAGE_KINDS.entries()) {
    testOf(REPRESENTATIVES.includes(name))(`that leaks by ${name} is told so exactly`, async () => {
      const iterations = 'frames' in counts ? 24 : 160
      const verdict = await check(`leaky-${at}`, { ...SHORT, iterations, explain: 'off' })

      if (verdict.kind !== 'growth') throw new Error(describeVerdict(verdict))
      const grown = Object.fromEntries(
        verdict.growth.map(({ probe, perIteration }) => [probe, perIteration]),
      )
      expect(grown).toMatchObject(counts)
    })
  }

  it.each(TESTED_CLEAN_KINDS)('that keeps nothing levels off: %s', async (name) => {
    const verdict = await check(`level-${Object.keys(CLEAN_KINDS).indexOf(name)}`)

    expect(verdict.kind === 'plateau' || describeVerdict(verdict)).toBe(true)
  })

  testOfWhole('is not charged with the handles that its driver never releases', async () => {
    const [name, at] = ['handles that nobody disposes of', 2]
    const action = DRIVEN_KINDS[name]?.action ?? (() => {})
    const target = pageTarget({ url: server.url(`driven-${at}`), action })

    const verdict = await checkLeak(target, { ...SHORT, iterations: 80 })

    expect(verdict.kind === 'plateau' || describeVerdict(verdict)).toBe(true)
  })

  it('that keeps an element is explained by its source, its rate and its retention path', async () => {
    const verdict = await check('leaky-1')

    expect(told(verdict)).toMatchInlineSnapshot(`
      "expected scenario not to leak, but heap grew +<rate> bytes per iteration (95% interval <low> to <high>, <n> iterations)
      and nodes grew +1 DOM node per iteration (95% interval <low> to <high>, <n> iterations)
        grows         +1 Detached <div>, +<rate> bytes per iteration
        allocated in  leaky-1:3:13  act
        retained by   module leaky-1 → kept (Array) → entry → Detached <div>
        fingerprint   1989c06b6bee
        memlab, where it is installed, adds its own traces of detached elements and React fibers: PUPPETEER_SKIP_DOWNLOAD=1 npm install --save-dev @memlab/api
        heap      <bars>  <bytes> to <bytes> over iterations <n> to <n>
        nodes     <bars>  <count> to <count> over iterations <n> to <n>
        Remove each entry when its work ends, or give the store a limit. If it is meant to fill up to n entries, pass bounded: n."
    `)
  })

  testOfWhole('that keeps a listener is explained by its event and what it keeps', async () => {
    const verdict = await check('leaky-4')

    expect(told(verdict)).toMatchInlineSnapshot(`
      "expected scenario not to leak, but heap grew +<rate> bytes per iteration (95% interval <low> to <high>, <n> iterations)
      and nodes grew +11 DOM nodes per iteration (95% interval <low> to <high>, <n> iterations)
      and listeners grew +1 listener per iteration (95% interval <low> to <high>, <n> iterations)
        grows         +1 function (anonymous), +<rate> bytes per iteration
        allocated at  leaky-4:6:39  act
        retained by   document → scroll listener (function (anonymous))
                      each closure keeps list (Detached <ul>, 1144 bytes)
        fingerprint   9e3380be0062
        memlab, where it is installed, adds its own traces of detached elements and React fibers: PUPPETEER_SKIP_DOWNLOAD=1 npm install --save-dev @memlab/api
        heap      <bars>  <bytes> to <bytes> over iterations <n> to <n>
        nodes     <bars>  <count> to <count> over iterations <n> to <n>
        listeners  <bars>  <count> to <count> over iterations <n> to <n>
        Remove each listener when its work ends: off or removeEventListener, { once: true }, or { signal }."
    `)
  })

  testOfWhole.each([
    ['minified', 'src/panel.ts'],
    ['inlined', 'inlined/src/panel.ts'],
  ])('that is %s is explained by the lines that its author wrote', async (name, file) => {
    const verdict = await check(name, { ...SHORT, iterations: 80 })

    if (verdict.kind !== 'growth') throw new Error(describeVerdict(verdict))
    expect(verdict.culprits[0]).toMatchObject({
      type: 'Panel',
      site: { file },
      path: expect.arrayContaining([{ name: 'panels', type: 'Set' }]),
    })
    // The class itself, or the function that makes it.
    expect([3, 8]).toContain(verdict.culprits[0]?.site?.line)
  })

  testOfWhole('needs no number of iterations', async () => {
    expect((await check('leaky-0', {})).kind).toBe('growth')
    expect((await check('clean-0', {})).kind).toBe('plateau')
  })
})
