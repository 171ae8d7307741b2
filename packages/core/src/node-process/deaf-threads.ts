import type { TargetEvent } from '../target/target.ts'
import { CdpTimeout } from './cdp-channel.ts'
import type { NodeProcess } from './node-processes.ts'
import { readHeap } from './read-memory.ts'

/** Threads that answer nothing, not even in the midst of JavaScript: each is told of once and not waited for again. */
export interface DeafThreads {
  /** What to tell of it, the first time. It is listened for meanwhile: once it answers, it is deaf no longer. */
  add(process: NodeProcess, target: string): TargetEvent | undefined
  has(process: NodeProcess): boolean
}

/** A working engine answers this within milliseconds, whatever JavaScript runs; a busy machine needs seconds. */
const ANSWER_MS = 5000

/** As long as a soak may take: the answer ends the wait. */
const LISTEN_MS = 2 ** 31 - 1

export function createDeafThreads(): DeafThreads {
  const deaf = new Set<NodeProcess>()
  const told = new WeakSet<NodeProcess>()
  return {
    has: (process) => deaf.has(process),
    add(process, target) {
      deaf.add(process)
      const hear = (): void => void deaf.delete(process)
      readHeap(process.channel, LISTEN_MS).then(hear, hear)
      if (told.has(process)) return undefined
      told.add(process)
      const label = process.label()
      return { process: label, kind: 'unread', message: sentence(label, target) }
    },
  }
}

/** Whether a thread answers what any JavaScript can be interrupted for. */
export async function isAnswering({ channel }: NodeProcess): Promise<boolean> {
  try {
    await readHeap(channel, ANSWER_MS)
    return true
  } catch (error) {
    if (error instanceof CdpTimeout) return false
    throw error
  }
}

function sentence(label: string, target: string): string {
  return `${label.charAt(0).toUpperCase()}${label.slice(1)} of '${target}' cannot be read: it waits in native code (such as execSync, or a call into an addon) and answers nothing meanwhile. What it keeps is not known: have it wait asynchronously, end it before the soak, or leave it out of the load.`
}
