import type { Page as PuppeteerPage } from 'puppeteer-core'
import type { CdpSession } from './cdp-session.ts'

/** A page of Playwright in Chromium, as far as it is used here. */
export interface PlaywrightPage {
  context(): { newCDPSession(page: never): Promise<unknown> }
  goto(url: string, options?: { timeout?: number }): Promise<{ status(): number } | null>
  url(): string
}

/** A page that can be driven: puppeteer's or Playwright's. */
export type DrivenPage = PuppeteerPage | PlaywrightPage

export function isPlaywrightPage(page: unknown): page is PlaywrightPage {
  return typeof (page as PlaywrightPage | null)?.context === 'function'
}

export function isPuppeteerPage(page: unknown): page is PuppeteerPage {
  return typeof (page as PuppeteerPage | null)?.createCDPSession === 'function'
}

export async function openCdpSession(page: DrivenPage): Promise<CdpSession> {
  const session = isPlaywrightPage(page)
    ? await page.context().newCDPSession(page as never)
    : await page.createCDPSession()
  return session as CdpSession
}
