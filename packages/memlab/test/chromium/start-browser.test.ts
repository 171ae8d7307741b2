import { checkLeak, MisuseError } from '@plateau/core'
import { launch } from 'puppeteer-core'
import { expect, it } from 'vitest'
import { browserArguments } from '../../src/chromium/browser-arguments.ts'
import { findChromium } from '../../src/chromium/find-chromium.ts'
import { pageTarget } from '../../src/index.ts'
import { missingChromium } from '../chromium.ts'

it("appends the user's own engine flags to ours, for Chromium heeds only the last of them", () => {
  const given = browserArguments(['--lang=de', '--js-flags=--stack-size=500'])

  expect(given).toContain('--lang=de')
  expect(given.filter((argument) => argument.startsWith('--js-flags='))).toEqual([
    '--js-flags=--no-opt,--no-maglev,--no-sparkplug,--no-flush-bytecode,--no-lazy-feedback-allocation,--stack-size=500',
  ])
})

it('refuses a variable that names no browser', () => {
  expect(() =>
    findChromium({ PLATEAU_CHROMIUM: '/no/such/browser' }),
  ).toThrowErrorMatchingInlineSnapshot(
    `[TargetError: PLATEAU_CHROMIUM names no executable file: received "/no/such/browser".]`,
  )
})

it('refuses a browser on another machine', async () => {
  const target = pageTarget({
    url: 'data:text/html,',
    action: () => {},
    browser: { wsEndpoint: 'ws://192.0.2.1:9222/devtools' },
  })

  const error = await checkLeak(target).catch((reason: Error) => reason)

  expect(error).toBeInstanceOf(MisuseError)
  expect((error as Error).message).toMatchInlineSnapshot(
    `"browser.wsEndpoint must be on this machine, for whoever reaches it controls the browser: received "ws://192.0.2.1:9222/devtools". Use ws://127.0.0.1:… or a tunnel."`,
  )
})

it.skipIf(missingChromium)('uses a browser that runs already, and leaves it running', async () => {
  const browser = await launch({ executablePath: findChromium(), args: browserArguments([]) })
  try {
    const pages = (await browser.pages()).length
    const target = pageTarget({
      url: 'data:text/html,<script>function act() {}</script>',
      action: (page) => page.evaluate('act()'),
      browser: { wsEndpoint: browser.wsEndpoint() },
    })

    const verdict = await checkLeak(target, { iterations: 80, timeLimitMs: 20_000 })

    expect(verdict.kind).toBe('plateau')
    expect((await browser.pages()).length).toBe(pages)
  } finally {
    await browser.close()
  }
})
