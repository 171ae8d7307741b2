import { MisuseError } from '@plateau/core/browser'
import * as vitestBrowser from 'vitest/browser'

/** The DevTools protocol of the page that the tests run in. */
export interface DevTools {
  send<Result>(method: string, params?: object): Promise<Result>
  // biome-ignore lint/suspicious/noExplicitAny: the payload depends on the event
  on(event: string, listener: (payload: any) => void): void
  // biome-ignore lint/suspicious/noExplicitAny: as above
  off(event: string, listener: (payload: any) => void): void
}

// Its types come with the provider's package, which is the user's choice.
const { cdp, server } = vitestBrowser as unknown as {
  cdp(): DevTools
  readonly server: {
    readonly provider: string
    readonly browser: string
    readonly config?: { readonly root?: string }
  }
}

/** The folder of the project that Vite serves. */
export function projectRoot(): string {
  return server.config?.root ?? '/'
}

/** Throws `MisuseError` where the browser or its provider has no DevTools protocol, or Vitest locks it. */
export async function openDevTools(): Promise<DevTools> {
  const { provider, browser } = server
  if (provider !== 'playwright' || browser !== 'chromium') {
    throw new MisuseError(
      `toLeak() reads a page's memory through the DevTools protocol, which Vitest offers with provider playwright() and browser 'chromium' only, received provider '${provider}' and browser '${browser}'. Add an instance { browser: 'chromium' } of @vitest/browser-playwright for the leak tests.`,
    )
  }
  const devTools = cdp()
  try {
    await devTools.send('HeapProfiler.enable')
  } catch (error) {
    // By shape: it comes from Vitest's server, and is no instance of this page's Error.
    const said = (error as { message?: string } | null)?.message ?? String(error)
    throw new MisuseError(
      `toLeak() reads a page's memory through the DevTools protocol, which Vitest refused: ${said} Set allowExec and allowWrite of test.api to true where nobody else can reach Vitest's server.`,
    )
  }
  return devTools
}
