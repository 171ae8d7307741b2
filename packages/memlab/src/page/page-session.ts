import type { GrowthVerdict, TargetContext, TargetExplanation, TargetSession } from '@plateau/core'
import { startBrowser } from '../chromium/start-browser.ts'
import { explainPage } from '../explain/explain-page.ts'
import { addOlderMethods } from '../memlab/older-puppeteer.ts'
import { type CdpSession, send } from './cdp-session.ts'
import { type DrivenPage, isPuppeteerPage, openCdpSession } from './driven-page.ts'
import { loadPage } from './load-page.ts'
import { guardPage, type PageGuard } from './page-guard.ts'
import type { PageOptions } from './page-options.ts'
import { createPageSampler } from './page-sampler.ts'
import { followHandles } from './stale-handles.ts'
import type { StepWatch } from './step-watch.ts'

/** A page that is open and loaded, ready to be repeated in. */
export interface OpenPage {
  readonly page: DrivenPage
  readonly cdp: CdpSession
  readonly guard: PageGuard
  readonly options: PageOptions<DrivenPage>
  readonly scenarioFile: string | undefined
  /** Releases what only the driver held, so that it is not taken for the page's. */
  settle(): Promise<void>
  /** Gives the page back as it was handed in. */
  restore(): void
  /** Milliseconds per iteration, on average so far. */
  iterationMs(): number
  /** Runs so many iterations; resolves to those completed, which are fewer when the signal was aborted. */
  iterate(iterations: number, signal: AbortSignal): Promise<number>
}

/** What is known when a page is opened. */
export interface PageContext extends TargetContext {
  /** The module that the options come from. */
  readonly scenarioFile: string | undefined
  readonly watch: StepWatch
}

/** Opens the page in its browser. Whatever fails, what was started is ended. */
export async function openPageSession(
  options: PageOptions<DrivenPage>,
  context: PageContext,
): Promise<TargetSession> {
  const { signal, timeLimitMs, keep } = context
  const endMs = performance.now() + timeLimitMs
  const started = await startPage(options, context)
  // A page that never loads must not outlive the check that waits for it.
  const onAbort = (): void => void started.close().catch(() => {})
  signal.addEventListener('abort', onAbort, { once: true })
  try {
    const open = await load(started.page, options, context)
    const sampler = await createPageSampler(open.cdp)
    return sessionOf(open, {
      waitsFor: context.watch.waitsFor,
      sample: (how) => open.guard.during(open.settle().then(() => sampler.sample(how))),
      explain: (verdict) =>
        open.guard.during(
          explainPage(open, {
            verdict,
            leftMs: () => endMs - performance.now(),
            collectionMs: sampler.collectionMs(),
            signal,
            keep,
          }),
        ),
      close: async () => {
        open.guard.release()
        open.restore()
        await open.cdp.detach().catch(() => {})
        await started.close()
      },
    })
  } catch (error) {
    await started.close().catch(() => {})
    throw error
  } finally {
    signal.removeEventListener('abort', onAbort)
  }
}

interface StartedDrivenPage {
  readonly page: DrivenPage
  close(): Promise<void>
}

async function startPage(
  { page, browser = {} }: PageOptions<DrivenPage>,
  { signal, timeLimitMs }: TargetContext,
): Promise<StartedDrivenPage> {
  // A page that was handed in is its owner's to close.
  if (page !== undefined) return { page, close: async () => {} }
  return startBrowser(browser, { signal, timeoutMs: timeLimitMs })
}

async function load(
  page: DrivenPage,
  options: PageOptions<DrivenPage>,
  { timeLimitMs, scenarioFile, watch }: PageContext,
): Promise<OpenPage> {
  const cdp = await openCdpSession(page)
  const isOfMemlab = scenarioFile !== undefined
  if (isOfMemlab) addOlderMethods(page)
  const guard = await guardPage(page, cdp, isOfMemlab ? 'accepts' : 'fails')
  const handles = isPuppeteerPage(page) ? followHandles(page) : undefined
  await guard.during(loadPage(page, options, { timeLimitMs, isOfMemlab, watch }))
  guard.phase = 'in its setup'
  await guard.during(watch.call({ name: 'setup', when: guard.phase }, () => options.setup?.(page)))
  guard.expectNoNavigation()
  const counted = { iterations: 0, ms: 0 }
  async function stepOf(name: 'action' | 'back'): Promise<void> {
    const step = `${name} of iteration ${counted.iterations}`
    await watch.call({ name, when: guard.phase, step }, () => options[name]?.(page))
  }
  async function iterate(iterations: number, signal: AbortSignal): Promise<number> {
    for (let done = 0; done < iterations; done++) {
      if (signal.aborted) return done
      const startedMs = performance.now()
      guard.phase = `in iteration ${++counted.iterations}`
      await stepOf('action')
      await stepOf('back')
      counted.ms += performance.now() - startedMs
    }
    return iterations
  }
  return {
    page,
    cdp,
    guard,
    options,
    scenarioFile,
    settle: async () => handles?.release(),
    restore: () => handles?.restore(),
    iterationMs: () => counted.ms / Math.max(1, counted.iterations),
    iterate: (iterations, signal) => guard.during(iterate(iterations, signal)),
  }
}

function sessionOf(
  open: OpenPage,
  rest: {
    waitsFor: StepWatch['waitsFor']
    sample: TargetSession['sample']
    explain(verdict: GrowthVerdict): Promise<TargetExplanation>
    close(): Promise<void>
  },
): TargetSession {
  return {
    run: (iterations, signal) => open.iterate(iterations, signal),
    port: { send: (method, params) => open.guard.during(send(open.cdp, method, params)) },
    ...rest,
  }
}
