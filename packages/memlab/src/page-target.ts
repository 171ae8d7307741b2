import type { Target } from '@plateau/core'
import type { Page as PuppeteerPage } from 'puppeteer-core'
import type { DrivenPage } from './page/driven-page.ts'
import { addressOf, type PageOptions, told, validatePageOptions } from './page/page-options.ts'
import { PAGE_PROBES } from './page/page-sampler.ts'
import { openPageSession } from './page/page-session.ts'
import { createStepWatch } from './page/step-watch.ts'

/**
 * A real page in Chromium as a target: one iteration is `action(page)`, then `back(page)`. A memlab
 * scenario may be passed as it is. Throws `MisuseError` on bad options; nothing is started before the check.
 */
export function pageTarget<Page extends DrivenPage = PuppeteerPage>(
  options: PageOptions<Page>,
): Target {
  return createPageTarget(options as unknown as PageOptions<DrivenPage>, undefined)
}

/** `scenarioFile` is the address of the module that the options come from: memlab's filters stay with it. */
export function createPageTarget(
  own: PageOptions<DrivenPage>,
  scenarioFile: string | undefined,
): Target {
  validatePageOptions(own)
  const watch = createStepWatch()
  return {
    name: nameOf(own),
    probes: PAGE_PROBES,
    schedule: 'doubling-then-equal',
    open: (context) => openPageSession(own, { ...context, scenarioFile, watch }),
    waitsFor: watch.waitsFor,
  }
}

function nameOf(options: PageOptions<DrivenPage>): string {
  const { name, page } = options
  if (name !== undefined) return told('name', name)
  return addressOf(options) ?? page?.url() ?? 'page'
}
