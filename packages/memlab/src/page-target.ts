import type { Target } from '@plateau/core'
import type { Page as PuppeteerPage } from 'puppeteer-core'
import type { DrivenPage } from './page/driven-page.ts'
import { addressOf, type PageOptions, validatePageOptions } from './page/page-options.ts'
import { PAGE_PROBES } from './page/page-sampler.ts'
import { openPageSession } from './page/page-session.ts'

/**
 * A real page in Chromium as a target: one iteration is `action(page)`, then `back(page)`. A memlab
 * scenario may be passed as it is. Throws `MisuseError` on bad options; nothing is started before the check.
 */
export function pageTarget<Page extends DrivenPage = PuppeteerPage>(
  options: PageOptions<Page>,
): Target {
  validatePageOptions(options)
  const own = options as unknown as PageOptions<DrivenPage>
  return {
    name: nameOf(own),
    probes: PAGE_PROBES,
    schedule: 'doubling-then-equal',
    open: (context) => openPageSession(own, context),
  }
}

function nameOf(options: PageOptions<DrivenPage>): string {
  const { name, page } = options
  if (name !== undefined) return typeof name === 'function' ? name() : name
  return addressOf(options) ?? page?.url() ?? 'page'
}
