import { readFile } from 'node:fs/promises'
import { descendantsOf } from '../process/descendants.ts'

/** A process that a target has started and that does not report. */
export interface UnmeasuredChild {
  readonly pid: number
  /** What the system calls it. */
  readonly command: string
}

/** They start what is measured; their own memory is nobody's question. */
const SHELLS = /^(?:sh|bash|dash|zsh|ash|busybox|npm|npx|pnpm|yarn)\b/

/** The descendants of a process that are not known; none where there is no `/proc`. */
export async function unmeasuredChildren(
  pid: number,
  isKnown: (pid: number) => boolean,
): Promise<readonly UnmeasuredChild[]> {
  const found: UnmeasuredChild[] = []
  for (const child of await descendantsOf(pid)) {
    if (isKnown(child)) continue
    const words = await readFile(`/proc/${child}/cmdline`, 'utf8').catch(() => '')
    const [command = ''] = words.split('\0')
    const name = command.slice(command.lastIndexOf('/') + 1)
    // A zombie has no words left; npm writes what it runs over its own.
    if (name !== '' && !SHELLS.test(name) && !SHELLS.test(command))
      found.push({ pid: child, command: name })
  }
  return found
}
