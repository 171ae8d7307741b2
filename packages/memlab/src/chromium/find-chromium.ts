import { accessSync, constants } from 'node:fs'
import { delimiter, join } from 'node:path'
import { TargetError } from '@plateau/core'

/** What the browser is called in a PATH, by distribution. */
const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable']

/** The executable of the user's own Chromium or Chrome. Throws `TargetError` saying where it was looked for. */
export function findChromium(environment: NodeJS.ProcessEnv = process.env): string {
  const named = environment['PLATEAU_CHROMIUM']
  if (named) {
    if (isExecutable(named)) return named
    throw new TargetError(`PLATEAU_CHROMIUM names no executable file: received "${named}".`)
  }
  const found = candidates(environment).find(isExecutable)
  if (found) return found
  throw new TargetError(
    `No Chromium was found: looked for ${NAMES.join(', ')} in PATH and in the usual places of ${process.platform}. Install one (${INSTALL[process.platform] ?? 'see chromium.org'}), or name its file with browser: { executable: '…' } or PLATEAU_CHROMIUM.`,
  )
}

const INSTALL: Readonly<Record<string, string>> = {
  linux: 'apt-get install chromium',
  darwin: 'brew install --cask chromium',
  win32: 'winget install Google.Chrome',
}

function candidates(environment: NodeJS.ProcessEnv): readonly string[] {
  const inPath = (environment['PATH'] ?? '')
    .split(delimiter)
    .filter((folder) => folder !== '')
    .flatMap((folder) => NAMES.map((name) => join(folder, name)))
  if (process.platform === 'darwin') return [...inPath, ...onMac(environment)]
  return process.platform === 'win32' ? [...inPath, ...onWindows(environment)] : inPath
}

function onMac({ HOME = '' }: NodeJS.ProcessEnv): readonly string[] {
  return ['/', HOME].flatMap((root) =>
    ['Google Chrome', 'Chromium'].map((name) =>
      join(root, 'Applications', `${name}.app`, 'Contents', 'MacOS', name),
    ),
  )
}

function onWindows(environment: NodeJS.ProcessEnv): readonly string[] {
  const roots = ['ProgramFiles', 'ProgramFiles(x86)', 'LOCALAPPDATA'].flatMap(
    (name) => environment[name] ?? [],
  )
  return roots.flatMap((root) => [
    join(root, 'Google', 'Chrome', 'Application', 'chrome.exe'),
    join(root, 'Chromium', 'Application', 'chrome.exe'),
    join(root, 'Microsoft', 'Edge', 'Application', 'msedge.exe'),
  ])
}

function isExecutable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK)
    return true
  } catch {
    return false
  }
}
