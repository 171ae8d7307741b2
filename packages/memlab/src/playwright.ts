import { type LeakOptions, type MatcherResult, matchLeak } from '@plateau/core'
import { expect as playwrightExpect, test } from '@playwright/test'

/** Playwright's matcher: `await expect(pageTarget({ page, action, back })).not.toLeak()`. */
async function toLeak(
  this: { readonly isNot: boolean },
  received: unknown,
  options?: LeakOptions,
): Promise<MatcherResult> {
  const info = test.info()
  return matchLeak(received, options, {
    test: info.titlePath.slice(1).join(' > '),
    file: info.file,
    isNot: this.isNot,
    remainingMs: remainingMs(info),
  })
}

/** Playwright does not tell how long a test has run: a part is left to what came before. */
const REMAINING_SHARE = 0.8

function remainingMs({ timeout }: ReturnType<typeof test.info>): number | undefined {
  return timeout > 0 ? REMAINING_SHARE * timeout : undefined
}

/** Playwright's `expect` with `toLeak`. Importing this module adds it to Playwright's own `expect` too. */
export const expect: typeof playwrightExpect = playwrightExpect.extend({ toLeak })

declare global {
  namespace PlaywrightTest {
    // Declarations of one interface must name the same parameters.
    interface Matchers<R, T = unknown> {
      /** Fails when the page's memory, nodes or listeners grow with the iterations. Await it. */
      toLeak(options?: LeakOptions): Promise<void>
    }
  }
}
