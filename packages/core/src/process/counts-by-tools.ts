import { execFile } from 'node:child_process'
import type { ProcessCounts } from './process-counts.ts'

/** A tool that hangs must not hold up a sample for ever. */
const TOOL_LIMIT_MS = 10_000

/** By `ps` and `lsof`, where there is no `/proc`: macOS and the BSDs. */
export async function countsByPs(pid: number, platform: NodeJS.Platform): Promise<ProcessCounts> {
  const rss = await printedBy('ps', ['-o', 'rss=', '-p', `${pid}`])
  // On macOS alone does -M mean a line per thread.
  const threads = platform === 'darwin' ? await printedBy('ps', ['-M', '-p', `${pid}`]) : ''
  const fds = await printedBy('lsof', ['-n', '-P', '-F', 'f', '-p', `${pid}`])
  return { ...rssOfPs(rss), ...threadsOfPs(threads), ...fdsOfLsof(fds) }
}

/** By Windows' own shell; `tasklist` prints numbers as the user's language does. */
export async function countsByPowerShell(pid: number): Promise<ProcessCounts> {
  const script = `$p = Get-Process -Id ${pid}; "$($p.WorkingSet64) $($p.Threads.Count)"`
  const flags = ['-NoProfile', '-NonInteractive', '-Command']
  return countsOfPowerShell(await printedBy('powershell.exe', [...flags, script]))
}

/** Nothing where there is no such tool, or no such process. */
export function printedBy(command: string, args: readonly string[]): Promise<string> {
  return new Promise((resolve) => {
    const options = { timeout: TOOL_LIMIT_MS, windowsHide: true }
    execFile(command, args, options, (_, stdout) => resolve(stdout))
  })
}

/** One number, in KiB. */
export function rssOfPs(text: string): ProcessCounts {
  const kib = /^\s*(\d+)\s*$/.exec(text)?.[1]
  return kib === undefined ? {} : { rssBytes: Number(kib) * 1024 }
}

/** A heading, then a line per thread. */
export function threadsOfPs(text: string): ProcessCounts {
  const threads = text.trim().split('\n').length - 1
  return threads > 0 ? { threads } : {}
}

/** A line per open file: `f` and its number, or a word such as `cwd` for what is none. */
export function fdsOfLsof(text: string): ProcessCounts {
  if (!/^p\d/m.test(text)) return {}
  return { fds: [...text.matchAll(/^f\d+\s*$/gm)].length }
}

/** Bytes and threads. */
export function countsOfPowerShell(text: string): ProcessCounts {
  const [, rssBytes, threads] = /^(\d+) (\d+)\s*$/.exec(text) ?? []
  if (rssBytes === undefined || threads === undefined) return {}
  return { rssBytes: Number(rssBytes), threads: Number(threads) }
}
