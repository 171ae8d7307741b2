import { accessSync, constants } from 'node:fs'
import { delimiter, join } from 'node:path'

const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable']

/** The Chromium of this machine; undefined, said aloud, where there is none. */
export const chromium: string | undefined = candidates().find(isExecutable)

if (chromium === undefined) {
  console.warn(
    `Tests of Vitest's browser mode are skipped: looked for ${NAMES.join(', ')} in PATH. Install one (apt-get install chromium), or name its file with PLATEAU_CHROMIUM.`,
  )
}

function candidates(): readonly string[] {
  const { PATH = '', PLATEAU_CHROMIUM } = process.env
  if (PLATEAU_CHROMIUM) return [PLATEAU_CHROMIUM]
  return [
    ...PATH.split(delimiter).flatMap((folder) => NAMES.map((name) => join(folder, name))),
    '/Applications/Chromium.app/Contents/MacOS/Chromium',
    '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
    'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
    'C:\\Program Files (x86)\\Google\\Chrome\\Application\\chrome.exe',
  ]
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK)
    return true
  } catch {
    return false
  }
}
