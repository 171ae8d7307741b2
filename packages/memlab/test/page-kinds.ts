import type { Page } from 'puppeteer-core'

/** One way of leaking, or of not leaking, in a page. `act` is one iteration. */
export interface PageKind {
  readonly name: string
  readonly leaky: string
  readonly clean: string
  /** What grows per iteration in the leaky page, exactly; bytes are not listed. */
  readonly counts: Readonly<Record<string, number>>
}

/** Leaky pages with their repaired twins. */
export const PAGE_KINDS: readonly PageKind[] = [
  {
    name: 'a listener on the window',
    counts: { listeners: 1 },
    leaky: `function act() {
  window.addEventListener('resize', () => {})
}`,
    clean: `function act() {
  const controller = new AbortController()
  window.addEventListener('resize', () => {}, { signal: controller.signal })
  controller.abort()
}`,
  },
  {
    name: 'a detached node in an array',
    counts: { nodes: 1 },
    leaky: `const kept = []
function act() {
  const panel = document.createElement('div')
  document.body.append(panel)
  panel.remove()
  kept.push(panel)
}`,
    clean: `function act() {
  const panel = document.createElement('div')
  document.body.append(panel)
  panel.remove()
}`,
  },
  {
    name: 'an array of objects',
    counts: {},
    leaky: `class Row { constructor(id) { this.id = id } }
const rows = []
function act() {
  rows.push(new Row(1))
}`,
    clean: `class Row { constructor(id) { this.id = id } }
const rows = []
function act() {
  rows.push(new Row(1))
  rows.length = 0
}`,
  },
  {
    name: 'an array of pairs of numbers',
    counts: {},
    leaky: `const readings = []
function act() {
  readings.push([Math.random(), 2])
}`,
    clean: `const readings = new Float64Array(100)
let at = 0
function act() {
  readings[at++ % 100] = Math.random()
}`,
  },
  {
    name: 'a closure that holds a detached subtree',
    counts: { nodes: 11, listeners: 1 },
    leaky: `function act() {
  const list = document.createElement('ul')
  for (let i = 0; i < 10; i++) list.append(document.createElement('li'))
  document.body.append(list)
  document.addEventListener('scroll', () => list.childElementCount)
  list.remove()
}`,
    clean: `function act() {
  const list = document.createElement('ul')
  for (let i = 0; i < 10; i++) list.append(document.createElement('li'))
  document.body.append(list)
  const onScroll = () => list.childElementCount
  document.addEventListener('scroll', onScroll)
  list.remove()
  document.removeEventListener('scroll', onScroll)
}`,
  },
  {
    name: 'an iframe that is never removed',
    counts: { frames: 1, documents: 1 },
    leaky: `function act() {
  const frame = document.createElement('iframe')
  document.body.append(frame)
}`,
    clean: `function act() {
  const frame = document.createElement('iframe')
  document.body.append(frame)
  frame.remove()
}`,
  },
  {
    name: 'an interval that is never cleared',
    counts: {},
    leaky: `function act() {
  const state = { ticks: 0 }
  setInterval(() => state.ticks++, 60_000)
}`,
    clean: `function act() {
  const state = { ticks: 0 }
  clearInterval(setInterval(() => state.ticks++, 60_000))
}`,
  },
  {
    name: 'a buffer that is kept',
    counts: {},
    leaky: `const frames = []
function act() {
  frames.push(new Uint8Array(1000))
}`,
    clean: `const frames = []
function act() {
  frames[0] = new Uint8Array(1000)
}`,
  },
]

/** Pages that keep nothing, in ways that look like leaks. */
export const CLEAN_KINDS: Readonly<Record<string, string>> = {
  nothing: 'function act() {}',
  'component mounted and unmounted': `function act() {
  const card = document.createElement('section')
  for (let i = 0; i < 20; i++) {
    const line = document.createElement('p')
    line.textContent = 'line ' + i
    line.addEventListener('click', () => card.remove())
    card.append(line)
  }
  document.body.append(card)
  card.getBoundingClientRect()
  card.remove()
}`,
  'cache that fills to its limit': `const cache = new Map()
let next = 0
function act() {
  cache.set(next++, { made: next })
  if (cache.size > 100) cache.delete(cache.keys().next().value)
}`,
  'garbage, JSON and regular expressions': `function act() {
  const text = JSON.stringify({ list: Array.from({ length: 50 }, (_, i) => 'item ' + i) })
  return JSON.parse(text).list.filter((item) => /m (\\d+)$/.test(item)).length
}`,
  'timers and promises': `async function act() {
  await new Promise((done) => setTimeout(done, 0))
  await Promise.all([1, 2, 3].map(async (n) => n * 2))
}`,
  'requests to the server': `async function act() {
  await (await fetch('/answer.json')).json()
}`,
  images: `async function act() {
  const image = new Image()
  image.src = '/dot.gif'
  await image.decode().catch(() => {})
  document.body.append(image)
  image.remove()
}`,
  'console output': `function act() {
  console.log('a message', { with: 'an object' })
}`,
  'style and layout': `function act() {
  document.body.style.width = 100 + (Date.now() % 7) + 'px'
  return document.body.offsetHeight
}`,
  'innerHTML and text': `function act() {
  document.body.innerHTML = '<ul>' + '<li>entry</li>'.repeat(30) + '</ul>'
}`,
  'history and routes': `function act() {
  history.replaceState({ route: 1 }, '', '#/one')
  history.replaceState({ route: 2 }, '', '#/two')
}`,
  'errors with stacks': `function act() {
  try { null.missing } catch (error) { return error.stack.length }
}`,
  'weak caches': `const cache = new WeakMap()
function act() {
  const key = { id: 1 }
  cache.set(key, { value: key })
  return cache.get(key)
}`,
  'observers that are disconnected': `function act() {
  const box = document.createElement('div')
  document.body.append(box)
  const sizes = new ResizeObserver(() => {})
  const changes = new MutationObserver(() => {})
  sizes.observe(box)
  changes.observe(box, { childList: true })
  sizes.disconnect()
  changes.disconnect()
  box.remove()
}`,
  'canvas drawing': `function act() {
  const canvas = document.createElement('canvas')
  const brush = canvas.getContext('2d')
  brush.fillRect(0, 0, 10, 10)
}`,
}

const DIALOG = `function open() {
  const dialog = document.createElement('form')
  dialog.innerHTML = '<input class="name"><button class="close" type="button">close</button>'
  dialog.querySelector('.close').addEventListener('click', () => dialog.remove())
  document.body.append(dialog)
}
const opener = document.createElement('button')
opener.id = 'open'
opener.textContent = 'open'
opener.addEventListener('click', open)
document.body.append(opener)`

/** Clean pages that are worked by hand: what the driver keeps of them must not be taken for theirs. */
export const DRIVEN_KINDS: Readonly<Record<string, DrivenKind>> = {
  'clicks by selector': {
    script: DIALOG,
    async action(page) {
      await page.click('#open')
      await page.click('.close')
    },
  },
  'clicks by locator': {
    script: DIALOG,
    async action(page) {
      await page.locator('#open').click()
      await page.locator('.close').click()
    },
  },
  'handles that nobody disposes of': {
    script: DIALOG,
    async action(page) {
      const opener = await page.$('#open')
      await opener?.evaluate((button) => (button as unknown as { click(): void }).click())
      const close = await page.waitForSelector('.close')
      await close?.evaluate((button) => (button as unknown as { click(): void }).click())
      await page.evaluateHandle('document.body')
    },
  },
  typing: {
    script: DIALOG,
    async action(page) {
      await page.click('#open')
      await page.type('.name', 'ada')
      await page.hover('.close')
      await page.click('.close')
    },
  },
}

export interface DrivenKind {
  readonly script: string
  action(page: Page): Promise<void>
}

/** What the pages above ask the server for. */
export const ASSETS: Readonly<Record<string, string>> = {
  'answer.json': '{"answer":[1,2,3]}',
  'dot.gif': 'R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7',
  'favicon.ico': '',
}
