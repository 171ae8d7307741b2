import { MisuseError } from '@plateau/core'
import { describe, expect, it } from 'vitest'
import { type PageOptions, pageTarget } from '../src/index.ts'

function misuse(options: unknown): string {
  try {
    pageTarget(options as PageOptions)
  } catch (error) {
    expect(error).toBeInstanceOf(MisuseError)
    return (error as Error).message
  }
  return 'no MisuseError was thrown'
}

const url = 'http://127.0.0.1/'
const action = (): void => {}

describe('the options of a page', () => {
  it('must be an object with an action', () => {
    expect(misuse(undefined)).toMatchInlineSnapshot(
      `"pageTarget() takes an object such as { url, action, back }, received undefined."`,
    )
    expect(misuse({ url })).toMatchInlineSnapshot(
      `"pageTarget() needs an action: the function that does in the page what may leak."`,
    )
    expect(misuse({ url, action: 'click' })).toMatchInlineSnapshot(
      `"action must be a function, received click."`,
    )
  })

  it('must have a whole address, unless a page is handed in', () => {
    expect(misuse({ action })).toMatchInlineSnapshot(
      `"url must be the page's address or a function that returns it, received undefined."`,
    )
    expect(misuse({ url: '/index.html', action })).toMatchInlineSnapshot(
      `"url must be a full address with its scheme, received "/index.html"."`,
    )
  })

  it('must be known', () => {
    expect(misuse({ url, action, iterations: 5 })).toMatchInlineSnapshot(
      `"Unknown option of pageTarget() 'iterations': known are action, back, setup, beforeInitialPageLoad, isPageLoaded, cookies, beforeLeakFilter, leakFilter, retainerReferenceFilter, repeat, app, name, url, page, browser, memlab."`,
    )
    expect(misuse({ url, action, browser: { path: '/bin' } })).toMatchInlineSnapshot(
      `"Unknown option of browser 'path': known are executable, args, headless, wsEndpoint."`,
    )
  })

  it('refuse what is no page, and a browser beside a page', () => {
    expect(misuse({ action, page: {} })).toMatchInlineSnapshot(
      `"page must be a Page of Playwright or puppeteer, received object. Leave it out to have a browser started."`,
    )
    const page = { context: () => {}, url: () => url }
    expect(misuse({ action, page, browser: {} })).toMatchInlineSnapshot(
      `"page and browser exclude each other: the page has its browser already."`,
    )
  })

  it('refuse what is no address of a browser', () => {
    expect(misuse({ url, action, browser: { wsEndpoint: '9222' } })).toMatchInlineSnapshot(
      `"browser.wsEndpoint must be an address such as ws://127.0.0.1:9222/…, received "9222"."`,
    )
  })

  it('may be all that a memlab scenario has', () => {
    const target = pageTarget({
      name: () => 'list page',
      app: () => 'lists',
      url: () => url,
      cookies: () => [],
      repeat: () => 3,
      beforeInitialPageLoad: action,
      setup: action,
      isPageLoaded: () => true,
      action,
      back: action,
      leakFilter: () => true,
    })

    expect(target).toMatchObject({ name: 'list page', schedule: 'doubling-then-equal' })
  })
})
