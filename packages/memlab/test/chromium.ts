import { findChromium } from '../src/chromium/find-chromium.ts'

/** Why no browser can be tested with; undefined where there is one. */
export const missingChromium: string | undefined = (() => {
  try {
    findChromium()
    return undefined
  } catch (error) {
    return (error as Error).message
  }
})()

if (missingChromium) console.warn(`Tests of real pages are skipped. ${missingChromium}`)
