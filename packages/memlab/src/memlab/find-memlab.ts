import { createRequire } from 'node:module'
import { join } from 'node:path'

/** `memlab` itself brings `@memlab/api` along, but not always where it can be found. */
const NAMES = ['@memlab/api', 'memlab']

export const INSTALL_MEMLAB = 'PUPPETEER_SKIP_DOWNLOAD=1 npm install --save-dev @memlab/api'

/** The entry file of the user's own memlab; undefined where it is not installed. */
export function findMemlab(): string | undefined {
  for (const from of [join(process.cwd(), 'package.json'), import.meta.url]) {
    for (const name of NAMES) {
      try {
        return createRequire(from).resolve(name)
      } catch {
        // Not there: the next place may have it.
      }
    }
  }
  return undefined
}
