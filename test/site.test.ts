import { createReadStream, existsSync, readdirSync, readFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { extname, join } from 'node:path'
import { launch, type Page } from 'puppeteer-core'
import { expect, onTestFinished, test } from 'vitest'
import config from '../docs/.vitepress/config.mjs'
import { findChromium } from '../packages/memlab/src/chromium/find-chromium.ts'
import { verifiedPage } from '../workshop/docs/verified-page.mjs'
import { root } from '../workshop/installed-project.mjs'
import { runNode } from './run-node.ts'
import { testOfWhole } from './whole.ts'

const SITE = join(root, '.cache', 'site')

test('the page of bug reports is that of the corpora', () => {
  expect(
    readFileSync(join(root, 'docs', 'verified.md'), 'utf8'),
    'The corpora have changed: npm run measure -- verified',
  ).toBe(verifiedPage())
})

test('every page of the docs is in the index, and in the map for assistants', () => {
  const pages = readdirSync(join(root, 'docs'))
    .filter((name) => name.endsWith('.md') && name !== 'index.md')
    .map((name) => name.slice(0, -'.md'.length))
  const index = config.themeConfig.sidebar.flatMap(({ items }) => items.map(({ link }) => link))
  const map = readFileSync(join(root, 'llms.txt'), 'utf8')

  expect(index.toSorted()).toEqual(pages.map((page) => `/${page}`).toSorted())
  expect(pages.filter((page) => !map.includes(`(docs/${page}.md)`))).toEqual([])
})

testOfWhole(
  'the site is built without a network, and can be read and searched in a browser',
  async () => {
    const built = await runNode([join(root, 'workshop', 'docs', 'site.mjs')], { cwd: root })
    expect(built.exitCode, built.output).toBe(0)
    const [, ...pages] = readFileSync(join(SITE, 'llms.txt'), 'utf8').split(/\(([\w-]+\.html)\)/)
    for (const name of pages.filter((part) => part.endsWith('.html'))) {
      expect(existsSync(join(SITE, name)), name).toBe(true)
    }
    const page = await openPage(await serve())

    await page.click('a[href="/coming-from.html"]')
    await page.waitForSelector('h2#fuite')
    await page.click('.DocSearch-Button')
    await page.waitForSelector('#localsearch-input')
    await page.type('#localsearch-input', 'TS2339')
    await page.waitForFunction('document.querySelectorAll(".results .result").length > 0')
    const found = await page.$eval('.results', ({ textContent }) => textContent)
    await page.keyboard.press('Escape')
    await page.goto(`${page.origin}/shapes.html`)
    const drawn = await page.$$eval('main img', (images) =>
      images.map((image) => (image as unknown as { naturalWidth: number }).naturalWidth > 0),
    )

    expect(found).toContain('TypeScript')
    expect(drawn).toEqual([true, true, true])
    expect(page.problems).toEqual([])
  },
  180_000,
)

/** The built site, as a plain server hands it out. */
async function serve(): Promise<string> {
  const types: Readonly<Record<string, string>> = {
    '.html': 'text/html',
    '.js': 'text/javascript',
    '.css': 'text/css',
    '.svg': 'image/svg+xml',
    '.woff2': 'font/woff2',
  }
  const server = createServer(({ url = '/' }, response) => {
    const path = new URL(url, 'http://site').pathname
    const file = join(SITE, path === '/' ? 'index.html' : path)
    if (!existsSync(file)) return response.writeHead(404).end()
    response.setHeader('content-type', types[extname(file)] ?? 'application/octet-stream')
    createReadStream(file).pipe(response)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => void server.close())
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`
}

/** A page of a real browser; what it logs as an error, and what it asks of other hosts, are its problems. */
async function openPage(
  origin: string,
): Promise<Page & { readonly origin: string; readonly problems: readonly string[] }> {
  const browser = await launch({ executablePath: findChromium(), args: ['--no-sandbox'] })
  onTestFinished(() => browser.close())
  const page = await browser.newPage()
  const problems: string[] = []
  page.on('pageerror', (error) => problems.push(String(error)))
  page.on('response', (response) => {
    if (response.status() >= 400) problems.push(`${response.status()} ${response.url()}`)
  })
  page.on('request', (request) => {
    if (!/^(?:data|blob):/.test(request.url()) && !request.url().startsWith(origin)) {
      problems.push(request.url())
    }
  })
  await page.goto(origin)
  return Object.assign(page, { origin, problems })
}
