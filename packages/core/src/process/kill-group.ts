import { spawn } from 'node:child_process'

/** Signals a program and all of its process group. On Windows every signal ends its whole tree at once. */
export function killGroup(pid: number, signal: 'SIGTERM' | 'SIGKILL'): void {
  if (process.platform === 'win32') {
    const options = { stdio: 'ignore', windowsHide: true } as const
    spawn('taskkill', ['/T', '/F', '/PID', String(pid)], options)
      .on('error', ignore)
      .unref()
    return
  }
  try {
    process.kill(-pid, signal)
  } catch {
    // Nobody of the group is left.
  }
}

function ignore(): void {}
