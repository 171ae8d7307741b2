import { MisuseError, TargetError } from '@plateau/core'
import { type Browser, connect, launch, type Page } from 'puppeteer-core'
import { browserArguments } from './browser-arguments.ts'
import { type BrowserHome, makeBrowserHome } from './browser-home.ts'
import { findChromium } from './find-chromium.ts'

/** Which browser, and how it is started. */
export interface BrowserOptions {
  /** The browser's executable file. Default: `PLATEAU_CHROMIUM`, or the one found on this machine. */
  readonly executable?: string
  /** Further command-line arguments. */
  readonly args?: readonly string[]
  /** Whether it has no window. Default true. */
  readonly headless?: boolean
  /** A running browser on this machine instead: its `ws://127.0.0.1:…` address. */
  readonly wsEndpoint?: string
}

/** A new page, and what ends all that was started for it. */
export interface StartedPage {
  readonly page: Page
  close(): Promise<void>
}

/**
 * Starts the browser with a profile of its own, driven through a pipe that no other process can reach.
 * It ends with this process, also when that is interrupted.
 */
export async function startBrowser(
  options: BrowserOptions,
  { signal, timeoutMs }: { readonly signal: AbortSignal; readonly timeoutMs: number },
): Promise<StartedPage> {
  if (options.wsEndpoint !== undefined) return connectTo(options.wsEndpoint)
  const executablePath = options.executable ?? findChromium()
  const home = makeBrowserHome()
  try {
    const browser = await started(executablePath, () =>
      launch({
        executablePath,
        headless: options.headless ?? true,
        args: browserArguments(options.args ?? []),
        userDataDir: home.profile,
        pipe: true,
        signal,
        timeout: timeoutMs,
        // Puppeteer's own would keep this process from ending by a signal.
        handleSIGINT: false,
        handleSIGTERM: false,
        handleSIGHUP: false,
      }),
    )
    home.own(browser.process())
    const [first] = await browser.pages()
    return { page: first ?? (await browser.newPage()), close: () => end(browser, home) }
  } catch (error) {
    home.remove()
    throw error
  }
}

async function started(executable: string, start: () => Promise<Browser>): Promise<Browser> {
  try {
    return await start()
  } catch (error) {
    const [said = ''] = String(error instanceof Error ? error.message : error).split('\n')
    throw new TargetError(
      `The browser ${executable} could not be started: ${said.replace(/\.$/, '')}. Name another with browser: { executable } or PLATEAU_CHROMIUM.`,
      { cause: error },
    )
  }
}

/** What a browser may take to close before it is killed. */
const CLOSE_MS = 3000

async function end(browser: Browser, home: BrowserHome): Promise<void> {
  const child = browser.process()
  const killer = setTimeout(() => child?.kill('SIGKILL'), CLOSE_MS)
  try {
    await browser.close()
  } catch {
    // A browser that crashed is closed already.
  } finally {
    clearTimeout(killer)
    home.remove()
  }
}

const LOOPBACK = /^(localhost|127(\.\d+){3}|\[::1\])$/

async function connectTo(browserWSEndpoint: string): Promise<StartedPage> {
  const { hostname } = new URL(browserWSEndpoint)
  if (!LOOPBACK.test(hostname)) {
    throw new MisuseError(
      `browser.wsEndpoint must be on this machine, for whoever reaches it controls the browser: received "${browserWSEndpoint}". Use ws://127.0.0.1:… or a tunnel.`,
    )
  }
  let browser: Browser
  try {
    browser = await connect({ browserWSEndpoint })
  } catch (error) {
    throw new TargetError(`No browser answered at ${browserWSEndpoint}.`, { cause: error })
  }
  const page = await browser.newPage()
  return {
    page,
    async close() {
      await page.close().catch(() => {})
      await browser.disconnect()
    },
  }
}
