import { TargetError } from '@plateau/core'
import type { CdpSession } from './cdp-session.ts'
import { type DrivenPage, isPlaywrightPage } from './driven-page.ts'

/** Watches a page for what would make a check hang or measure something else. */
export interface PageGuard {
  /** What the page is doing, for messages: `while it loaded`, `in iteration 7`. */
  phase: string
  /** From now on the page must stay the document that it is. */
  expectNoNavigation(): void
  /** Waits for the work, but rejects at once when the page fails. */
  during<Result>(work: Promise<Result>): Promise<Result>
  release(): void
}

interface Dialog {
  type(): string
  message(): string
  dismiss(): Promise<void>
}

interface Frame {
  readonly parentId?: string
  readonly url: string
}

/** What pending calls may still take to reject once their page is gone; the page's failure says more. */
const AFTERMATH_MS = 200

export async function guardPage(page: DrivenPage, cdp: CdpSession): Promise<PageGuard> {
  let failure: Error | undefined
  let onFailure: (error: Error) => void = () => {}
  let mayNavigate = true
  const released: (() => void)[] = []
  const guard: PageGuard = {
    phase: 'while it loaded',
    expectNoNavigation() {
      mayNavigate = false
    },
    during: (work) =>
      new Promise((resolve, reject) => {
        onFailure = reject
        if (failure) reject(failure)
        work.then(
          (result) => (failure ? reject(failure) : resolve(result)),
          (error: unknown) => setTimeout(() => reject(failure ?? error), AFTERMATH_MS),
        )
      }),
    release() {
      for (const undo of released) undo()
    },
  }

  function fail(message: string): void {
    failure ??= new TargetError(message)
    onFailure(failure)
  }
  function listen<Payload>(event: string, listener: (payload: Payload) => void): void {
    cdp.on(event, listener)
    released.push(() => void cdp.off(event, listener))
  }

  listen('Inspector.targetCrashed', () => fail(`The page crashed ${guard.phase}.`))
  listen<{ frame: Frame }>('Page.frameNavigated', ({ frame }) => {
    if (mayNavigate || frame.parentId !== undefined) return
    fail(
      `The page loaded a new document, ${frame.url}, ${guard.phase}. That frees all that an iteration could leak: stay in one document, as a single-page application does, or judge each page by itself.`,
    )
  })
  released.push(await dismissDialogs(page, (dialog) => fail(aboutDialog(dialog, guard.phase))))
  await cdp.send('Inspector.enable')
  await cdp.send('Page.enable')
  return guard
}

/** Playwright dismisses dialogs that nobody handles; in puppeteer they would block the page for ever. */
async function dismissDialogs(
  page: DrivenPage,
  onDialog: (dialog: Dialog) => void,
): Promise<() => void> {
  if (isPlaywrightPage(page)) return () => {}
  function dismiss(dialog: Dialog): void {
    if ((page as Exclude<DrivenPage, { context(): unknown }>).listenerCount('dialog') > 1) return
    onDialog(dialog)
    dialog.dismiss().catch(() => {})
  }
  page.on('dialog', dismiss)
  return () => void page.off('dialog', dismiss)
}

function aboutDialog(dialog: Dialog, phase: string): string {
  return `The page opened a dialog, ${dialog.type()}(${JSON.stringify(dialog.message())}), ${phase}. It was dismissed, for nothing answers it: do so in beforeInitialPageLoad with page.on('dialog', (dialog) => dialog.accept()).`
}
