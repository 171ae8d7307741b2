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
  accept(): Promise<void>
  dismiss(): Promise<void>
}

interface Frame {
  readonly parentId?: string
  readonly url: string
}

/** What pending calls may still take to reject once their page is gone; the page's failure says more. */
const AFTERMATH_MS = 200

/** What becomes of a dialog that nothing answers. memlab accepts them. */
type Unanswered = 'fails' | 'accepts'

export async function guardPage(
  page: DrivenPage,
  cdp: CdpSession,
  unanswered: Unanswered = 'fails',
): Promise<PageGuard> {
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
  const release = endDialogs(page, (dialog) => {
    if (unanswered === 'accepts') return dialog.accept()
    fail(aboutDialog(dialog, guard.phase))
    return dialog.dismiss()
  })
  released.push(release)
  await cdp.send('Inspector.enable')
  await cdp.send('Page.enable')
  return guard
}

/** Playwright dismisses dialogs that nobody handles; in puppeteer they would block the page for ever. */
function endDialogs(page: DrivenPage, end: (dialog: Dialog) => Promise<void>): () => void {
  if (isPlaywrightPage(page)) return () => {}
  function onDialog(dialog: Dialog): void {
    if ((page as Exclude<DrivenPage, { context(): unknown }>).listenerCount('dialog') > 1) return
    end(dialog).catch(() => {})
  }
  page.on('dialog', onDialog)
  return () => void page.off('dialog', onDialog)
}

function aboutDialog(dialog: Dialog, phase: string): string {
  return `The page opened a dialog, ${dialog.type()}(${JSON.stringify(dialog.message())}), ${phase}. It was dismissed, for nothing answers it: do so in beforeInitialPageLoad with page.on('dialog', (dialog) => dialog.accept()).`
}
