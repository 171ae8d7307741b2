import {
  existsSync,
  mkdtempSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
  utimesSync,
} from 'node:fs'
import { homedir } from 'node:os'
import { dirname, join } from 'node:path'
import { makeFolder } from '@plateau/core/process'

/** Binaries by what they were built from, shared by the runners of a machine. */
export interface BuildCache {
  /** The binary of that key, when it was built before. */
  find(key: string, name: string): string | undefined
  /** Lets a folder be filled, which then appears as a whole; the other's stays when two build the same. */
  add(key: string, name: string, fill: (binary: string) => Promise<void>): Promise<string>
  remove(key: string): void
}

/** In `node_modules/.cache` as build tools do, else in the user's own cache. */
export function openBuildCache(cwd: string, env: NodeJS.ProcessEnv): BuildCache {
  const root = writableFolder(cwd, env)
  return {
    find(key, name) {
      const binary = join(root, key, name)
      if (!existsSync(binary)) return undefined
      markUsed(join(root, key))
      return binary
    },
    async add(key, name, fill) {
      prune(root)
      const making = mkdtempSync(join(root, UNFINISHED))
      try {
        await fill(join(making, name))
        settleIn(making, join(root, key))
      } finally {
        rmSync(making, { recursive: true, force: true })
      }
      return join(root, key, name)
    },
    remove: (key) => rmSync(join(root, key), { recursive: true, force: true }),
  }
}

const UNFINISHED = '.building-'
const PRIVATE_FOLDER = 0o700

function writableFolder(cwd: string, env: NodeJS.ProcessEnv): string {
  const modules = nearestModules(cwd)
  if (modules !== undefined) {
    const folder = join(modules, '.cache', 'plateau', 'go')
    try {
      makeFolder(folder, PRIVATE_FOLDER)
      return folder
    } catch {
      // Installed by another user, or read-only in a container.
    }
  }
  const folder = join(userCache(env), 'plateau', 'go')
  makeFolder(folder, PRIVATE_FOLDER)
  return folder
}

function nearestModules(folder: string): string | undefined {
  const modules = join(folder, 'node_modules')
  if (existsSync(modules)) return modules
  const parent = dirname(folder)
  return parent === folder ? undefined : nearestModules(parent)
}

function userCache(env: NodeJS.ProcessEnv): string {
  if (process.platform === 'win32') {
    return env['LOCALAPPDATA'] || join(homedir(), 'AppData', 'Local')
  }
  if (process.platform === 'darwin') return join(homedir(), 'Library', 'Caches')
  return env['XDG_CACHE_HOME'] || join(homedir(), '.cache')
}

function settleIn(making: string, finished: string): void {
  try {
    renameSync(making, finished)
  } catch (error) {
    if (!existsSync(finished)) throw error
  }
}

function markUsed(folder: string): void {
  const now = new Date()
  try {
    utimesSync(folder, now, now)
  } catch {
    // Another user's: it is pruned earlier than it might be.
  }
}

const DAY_MS = 86_400_000
const KEPT_DAYS = 30
const KEPT_ENTRIES = 20

/** A suite with more programs than that prepares them all before it starts the first. */
const SPARED_DAYS = 1

function prune(root: string): void {
  const entries = readdirSync(root)
    .flatMap((name) => {
      const usedMs = statSync(join(root, name), { throwIfNoEntry: false })?.mtimeMs
      return usedMs === undefined ? [] : [{ name, days: (Date.now() - usedMs) / DAY_MS }]
    })
    .sort((one, other) => one.days - other.days)
  for (const [at, { name, days }] of entries.entries()) {
    const isLeftover = name.startsWith(UNFINISHED) || at >= KEPT_ENTRIES
    if (days > KEPT_DAYS || (isLeftover && days > SPARED_DAYS)) {
      rmSync(join(root, name), { recursive: true, force: true })
    }
  }
}
