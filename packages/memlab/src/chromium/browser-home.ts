import type { ChildProcess } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** A browser's profile, and what ends the browser with this process. */
export interface BrowserHome {
  readonly profile: string
  /** The browser whose life is bound to this process's. */
  own(child: ChildProcess | null): void
  /** Kills what still runs and removes the profile. */
  remove(): void
}

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const

/**
 * A profile of its own in the system's folder for temporary files, private to this user. When this
 * process is interrupted or exits, the browser is killed and the profile removed.
 */
export function makeBrowserHome(): BrowserHome {
  const profile = mkdtempSync(join(tmpdir(), 'plateau-chromium-'))
  let browser: ChildProcess | null = null

  function remove(): void {
    process.off('exit', remove)
    for (const signal of SIGNALS) process.off(signal, onSignal)
    if (browser) killTree(browser)
    // Helpers of the browser may write a last file while they die.
    rmSync(profile, { recursive: true, force: true, maxRetries: 10, retryDelay: 50 })
  }
  function onSignal(signal: NodeJS.Signals): void {
    remove()
    // Only we kept the signal from ending this process: now it shall.
    if (process.listenerCount(signal) === 0) process.kill(process.pid, signal)
  }

  process.once('exit', remove)
  for (const signal of SIGNALS) process.once(signal, onSignal)
  return {
    profile,
    own(child) {
      browser = child
    },
    remove,
  }
}

/** Puppeteer gives the browser a process group of its own, which its helpers share. */
function killTree({ pid, exitCode, signalCode }: ChildProcess): void {
  if (pid === undefined || exitCode !== null || signalCode !== null) return
  try {
    process.kill(process.platform === 'win32' ? pid : -pid, 'SIGKILL')
  } catch {
    // It has ended by itself.
  }
}
