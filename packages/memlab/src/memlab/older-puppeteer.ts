import type { DrivenPage } from '../page/driven-page.ts'
import { isPuppeteerPage } from '../page/driven-page.ts'

/** What scenario files call that puppeteer has dropped since, with what it has instead. */
export function addOlderMethods(page: DrivenPage): void {
  if (!isPuppeteerPage(page)) return
  const older = {
    $x: (path: string) => page.$$(`xpath/${path}`),
    waitForXPath: (path: string, options?: object) =>
      page.waitForSelector(`xpath/${path}`, options),
    waitForTimeout: (ms: number) => new Promise((resolve) => setTimeout(resolve, ms)),
  }
  for (const [name, value] of Object.entries(older)) {
    if (name in page) continue
    Object.defineProperty(page, name, { value, configurable: true, writable: true })
  }
}
