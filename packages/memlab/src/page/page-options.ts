import { MisuseError } from '@plateau/core'
import type { Page as PuppeteerPage } from 'puppeteer-core'
import type { BrowserOptions } from '../chromium/start-browser.ts'
import { type DrivenPage, isPlaywrightPage, isPuppeteerPage } from './driven-page.ts'

/** A page and what is repeated in it, in memlab's words: one iteration is `action`, then `back`. */
export interface PageOptions<Page extends DrivenPage = PuppeteerPage> {
  /** Used in messages. Default: the page's address. */
  readonly name?: string | (() => string)
  /** The address to load. May be left out only where a loaded `page` is handed in. */
  readonly url?: string | (() => string)
  /** What may leak. */
  action(page: Page): unknown
  /** Brings the page back to where `action` began. Not needed where `action` itself is a round trip. */
  back?(page: Page): unknown
  /** Once, before the page is loaded. */
  beforeInitialPageLoad?(page: Page): unknown
  /** Once, after the page is loaded. */
  setup?(page: Page): unknown
  /** Asked for until it is true before anything runs. */
  isPageLoaded?(page: Page): boolean | Promise<boolean>
  /** Set before the page is loaded. */
  cookies?(): readonly object[]
  /** A page of Playwright or puppeteer, in Chromium, to use instead of starting a browser. */
  readonly page?: Page
  readonly browser?: BrowserOptions
  /** `off` leaves memlab out even where it is installed. */
  readonly memlab?: 'auto' | 'off'
  /** memlab's filters, handed over to it: they choose which objects it traces. */
  readonly beforeLeakFilter?: LeakFilter
  readonly leakFilter?: LeakFilter
  readonly retainerReferenceFilter?: LeakFilter
  /** memlab's: Plateau itself decides how often to repeat. */
  readonly repeat?: () => number
  /** memlab's: has no meaning here. */
  readonly app?: () => string
}

/** One of memlab's filters. It runs in another process: what it refers to outside itself is not there. */
// biome-ignore lint/suspicious/noExplicitAny: memlab's own types, which are not installed with this package
export type LeakFilter = (...args: any[]) => unknown

const FUNCTIONS = [
  'action',
  'back',
  'setup',
  'beforeInitialPageLoad',
  'isPageLoaded',
  'cookies',
  'beforeLeakFilter',
  'leakFilter',
  'retainerReferenceFilter',
  'repeat',
  'app',
] as const

const KNOWN: readonly string[] = [...FUNCTIONS, 'name', 'url', 'page', 'browser', 'memlab']
const KNOWN_OF_BROWSER: readonly string[] = ['executable', 'args', 'headless', 'wsEndpoint']

/** Throws `MisuseError`, naming the option and what was received, before anything is started. */
export function validatePageOptions(received: unknown): void {
  if (typeof received !== 'object' || received === null) {
    throw new MisuseError(
      `pageTarget() takes an object such as { url, action, back }, received ${String(received)}.`,
    )
  }
  const options = received as Record<string, unknown>
  refuseUnknown(Object.keys(options), KNOWN, 'option of pageTarget()')
  for (const name of FUNCTIONS) {
    if (options[name] !== undefined && typeof options[name] !== 'function') {
      throw new MisuseError(`${name} must be a function, received ${String(options[name])}.`)
    }
  }
  if (options['action'] === undefined) {
    throw new MisuseError(
      'pageTarget() needs an action: the function that does in the page what may leak.',
    )
  }
  refuseWrongPage(options)
  refuseWrongBrowser(options['browser'])
}

function refuseUnknown(names: readonly string[], known: readonly string[], what: string): void {
  const unknown = names.find((name) => !known.includes(name))
  if (unknown === undefined) return
  throw new MisuseError(`Unknown ${what} '${unknown}': known are ${known.join(', ')}.`)
}

function refuseWrongPage({ page, url, browser }: Record<string, unknown>): void {
  if (page === undefined) {
    if (typeof url === 'string' || typeof url === 'function') return
    throw new MisuseError(
      `url must be the page's address or a function that returns it, received ${String(url)}.`,
    )
  }
  if (!isPlaywrightPage(page) && !isPuppeteerPage(page)) {
    throw new MisuseError(
      `page must be a Page of Playwright or puppeteer, received ${typeof page}. Leave it out to have a browser started.`,
    )
  }
  if (browser !== undefined) {
    throw new MisuseError('page and browser exclude each other: the page has its browser already.')
  }
}

function refuseWrongBrowser(browser: unknown): void {
  if (browser === undefined) return
  if (typeof browser !== 'object' || browser === null) {
    throw new MisuseError(
      `browser must be an object such as { executable: '/usr/bin/chromium' }, received ${String(browser)}.`,
    )
  }
  refuseUnknown(Object.keys(browser), KNOWN_OF_BROWSER, 'option of browser')
  const { wsEndpoint } = browser as BrowserOptions
  if (wsEndpoint !== undefined && !/^wss?:\/\//.test(wsEndpoint)) {
    throw new MisuseError(
      `browser.wsEndpoint must be an address such as ws://127.0.0.1:9222/…, received "${wsEndpoint}".`,
    )
  }
}

/** What an option is, or what its function returns; that it fails is told with its name. */
export function told<Value extends string | undefined>(
  name: string,
  option: Value | (() => Value),
): Value {
  if (typeof option !== 'function') return option
  try {
    return option()
  } catch (error) {
    const said = error instanceof Error ? error.message : String(error)
    throw new MisuseError(`${name} failed: ${said}`, { cause: error })
  }
}

/** The address to load, or undefined where a page was handed in that is loaded already. */
export function addressOf({ url }: Pick<PageOptions, 'url'>): string | undefined {
  const address = told('url', url)
  if (address === undefined || URL.canParse(address)) return address
  throw new MisuseError(`url must be a full address with its scheme, received "${address}".`)
}
