import { TargetError } from '@plateau/core'
import { type DrivenPage, isPlaywrightPage } from './driven-page.ts'
import { addressOf, type PageOptions } from './page-options.ts'
import type { StepWatch } from './step-watch.ts'

/** The part of a check's time that loading its page may take. */
const LOADING_SHARE = 0.5

const POLL_MS = 50

/** Loads the page and waits until it says that it is loaded. Rejects with `TargetError`. */
export async function loadPage(
  page: DrivenPage,
  options: PageOptions<DrivenPage>,
  how: HowLoaded,
): Promise<void> {
  const { isOfMemlab, watch } = how
  const limitMs = LOADING_SHARE * how.timeLimitMs
  const url = addressOf(options)
  await watch.call({ name: 'cookies', when: WHEN }, () => setCookies(page, options))
  await watch.call({ name: 'beforeInitialPageLoad', when: WHEN }, () =>
    options.beforeInitialPageLoad?.(page),
  )
  const isLoadedBy = isOfMemlab ? askedWhileLoading(page, options) : undefined
  if (url !== undefined) await goTo(page, url, limitMs)
  if (options.isPageLoaded === undefined || (await isLoadedBy)) return
  const deadlineMs = performance.now() + limitMs
  while (!(await isLoaded(page, options, how))) {
    if (performance.now() > deadlineMs) {
      throw new TargetError(
        `isPageLoaded was still not true ${Math.round(limitMs)} ms after ${page.url()} had loaded. It must return true in the end.`,
      )
    }
    await new Promise((resolve) => setTimeout(resolve, POLL_MS))
  }
}

/** How a page is loaded, beside its options. */
interface HowLoaded {
  readonly timeLimitMs: number
  /** Its options are a scenario of memlab's. */
  readonly isOfMemlab: boolean
  readonly watch: StepWatch
}

const WHEN = 'while it loaded'

/**
 * memlab's own example waits for a navigation, of which there is none after the page has loaded: so it is asked while the
 * page loads, too. What it says before the new document is there does not count.
 */
async function askedWhileLoading(
  page: DrivenPage,
  { isPageLoaded }: PageOptions<DrivenPage>,
): Promise<boolean> {
  const before = page.url()
  try {
    return Boolean(await isPageLoaded?.(page)) && page.url() !== before
  } catch {
    return false
  }
}

/** To memlab, a check that fails has waited long enough; it must not be called again. */
function isLoaded(
  page: DrivenPage,
  { isPageLoaded }: PageOptions<DrivenPage>,
  { isOfMemlab, watch }: HowLoaded,
): Promise<boolean> {
  return watch.call({ name: 'isPageLoaded', when: WHEN }, async () => {
    try {
      return (await isPageLoaded?.(page)) ?? true
    } catch (error) {
      if (isOfMemlab && (error as Error | undefined)?.name === 'TimeoutError') return true
      throw error
    }
  })
}

async function setCookies(page: DrivenPage, { cookies }: PageOptions<DrivenPage>): Promise<void> {
  if (cookies === undefined) return
  if (isPlaywrightPage(page)) {
    throw new TargetError(
      'cookies are set for a page that Plateau starts: with Playwright, set them with page.context().addCookies().',
    )
  }
  await page.setCookie(...(cookies() as Parameters<typeof page.setCookie>))
}

async function goTo(page: DrivenPage, url: string, limitMs: number): Promise<void> {
  let status: number | undefined
  try {
    const response = await page.goto(url, { timeout: limitMs })
    status = response?.status()
  } catch (error) {
    const said = error instanceof Error ? (error.message.split('\n')[0] ?? '') : String(error)
    const isLate = /timeout/i.test(said)
    throw new TargetError(
      isLate
        ? `${url} had not loaded after ${Math.round(limitMs)} ms, half of the check's time. Raise the test's timeout or timeLimitMs, or find the request that never ends.`
        : `${url} could not be loaded: ${said}. Is its server running?`,
      { cause: error },
    )
  }
  if (status !== undefined && status >= 400) {
    throw new TargetError(`${url} could not be loaded: its server answered ${status}.`)
  }
}
