import { Buffer } from 'node:buffer'
import { EventEmitter } from 'node:events'
import { closeSync, openSync } from 'node:fs'
import { clearTimeout, setTimeout } from 'node:timers'
import { isMainThread } from 'node:worker_threads'

/** A leak of one kind, its repair, and the end of what the leak has kept. */
export interface PlantedLeak {
  readonly kept: () => void
  readonly repaired: () => void
  readonly end: () => void
}

type Plant = () => PlantedLeak

const ANYWHERE: Readonly<Record<string, Plant>> = {
  object() {
    const kept: object[] = []
    return {
      kept: () => void kept.push({ planted: true }),
      repaired: () => void [{ planted: true }].pop(),
      end: () => void kept.splice(0),
    }
  },
  bytes() {
    let kept: string[] = []
    let count = 0
    // Flat, so that its characters are there, and of no other string.
    const text = () => Buffer.from(`${count++}${'x'.repeat(500)}`).toString('latin1')
    return {
      kept: () => void kept.push(text()),
      repaired: () => void text(),
      end: () => {
        kept = []
      },
    }
  },
  listener() {
    const emitter = new EventEmitter().setMaxListeners(0)
    return {
      kept: () => void emitter.on('planted', () => {}),
      repaired: () => {
        const listener = () => {}
        emitter.on('planted', listener).off('planted', listener)
      },
      end: () => void emitter.removeAllListeners(),
    }
  },
  timer() {
    const kept = new Set<NodeJS.Timeout>()
    return {
      kept: () => void kept.add(setTimeout(() => {}, 1e6).unref()),
      repaired: () => clearTimeout(setTimeout(() => {}, 1e6)),
      end: () => {
        for (const timer of kept) clearTimeout(timer)
      },
    }
  },
  external() {
    const kept: Buffer[] = []
    return {
      kept: () => void kept.push(Buffer.alloc(9000)),
      repaired: () => void Buffer.alloc(9000).fill(1),
      end: () => void kept.splice(0),
    }
  },
}

/** A worker thread shares its descriptors with all others, so that none can be judged there. */
const OF_PROCESS: Readonly<Record<string, Plant>> = {
  handle() {
    const kept: number[] = []
    const open = () => openSync(process.execPath, 'r')
    return {
      kept: () => void kept.push(open()),
      repaired: () => closeSync(open()),
      end: () => {
        for (const descriptor of kept) closeSync(descriptor)
      },
    }
  },
}

/** One leak of each kind that can be judged in this thread, by its name. */
export const PLANTED: Readonly<Record<string, Plant>> = isMainThread
  ? { ...ANYWHERE, ...OF_PROCESS }
  : ANYWHERE
