import { readdir, readFile } from 'node:fs/promises'
import { countsByPowerShell, countsByPs } from './counts-by-tools.ts'

/** What the system tells of a process. What cannot be read is absent. */
export interface ProcessCounts {
  readonly fds?: number
  readonly threads?: number
  readonly rssBytes?: number
  /** The most resident memory since it began. Linux alone tells. */
  readonly peakBytes?: number
}

/** Reads what this platform tells of a process; of one that has ended, nothing. Never rejects. */
export function readProcessCounts(pid: number): Promise<ProcessCounts> {
  const { platform } = process
  if (platform === 'linux') return countsByProc(pid)
  return platform === 'win32' ? countsByPowerShell(pid) : countsByPs(pid, platform)
}

/** Whole sentences about what `readProcessCounts` cannot read on this platform; none on Linux. */
export function unmeasuredCounts(): readonly string[] {
  return unmeasuredOn(process.platform)
}

/** Macs have `lsof`; elsewhere it may have to be installed, and `ps` counts no threads. */
export function unmeasuredOn(platform: NodeJS.Platform): readonly string[] {
  if (platform === 'linux' || platform === 'darwin') return []
  if (platform === 'win32') return ['File descriptors are not read on Windows.']
  return [
    `Threads are not read on ${platform}.`,
    `File descriptors are read on ${platform} only where lsof is installed.`,
  ]
}

async function countsByProc(pid: number): Promise<ProcessCounts> {
  const [fds, status] = await Promise.all([
    readdir(`/proc/${pid}/fd`).catch(() => undefined),
    readFile(`/proc/${pid}/status`, 'utf8').catch(() => ''),
  ])
  return { ...(fds !== undefined && { fds: fds.length }), ...countsOfStatus(status) }
}

/** A zombie has neither memory nor descriptors; its one thread is none that runs. */
function countsOfStatus(status: string): ProcessCounts {
  const rssKib = /^VmRSS:\s+(\d+) kB$/m.exec(status)?.[1]
  const threads = /^Threads:\s+(\d+)$/m.exec(status)?.[1]
  if (rssKib === undefined || threads === undefined) return {}
  const peakKib = /^VmHWM:\s+(\d+) kB$/m.exec(status)?.[1]
  return {
    threads: Number(threads),
    rssBytes: Number(rssKib) * 1024,
    ...(peakKib !== undefined && { peakBytes: Number(peakKib) * 1024 }),
  }
}
