import { clearTimeout, setTimeout } from 'node:timers'
import { isMainThread } from 'node:worker_threads'
import { type InspectorSession, openInspectorSession } from '../engine/inspector-session.ts'

/** A running worker thread of this process, with an isolate of its own. */
export interface WorkerHeap {
  /** `worker 3`, with the name that was given to it. */
  readonly name: string
  /** Bytes in use after a full collection of that isolate; undefined where it does not answer, as one that waits in `Atomics.wait`. */
  read(): Promise<number | undefined>
}

export interface WorkerHeaps {
  readonly workers: readonly WorkerHeap[]
  close(): void
}

/** The workers that run now. Undefined where there are none, in a worker itself, and without an inspector. */
export function openWorkerHeaps(): WorkerHeaps | undefined {
  // The workers of a pool's thread are its neighbours', too.
  if (!isMainThread) return undefined
  const session = attempt(openInspectorSession)
  if (session === undefined) return undefined
  const workers = attempt(() => attach(session)) ?? []
  if (workers.length > 0) return { workers, close: () => session.close() }
  session.close()
  return undefined
}

function attempt<Tool>(open: () => Tool): Tool | undefined {
  try {
    return open()
  } catch {
    return undefined
  }
}

/** A collection of 100 MB takes less, also on a busy machine: what has not answered by then waits for something else. */
const MOST_WAIT_MS = 700

interface Attached {
  readonly sessionId: string
  readonly workerInfo: { readonly title?: string; readonly workerId: string }
}

interface Answer {
  readonly id?: number
  readonly result?: { readonly usedSize?: number }
}

/** Node tells of all workers while the command runs, and answers for each through its session. */
function attach(session: InspectorSession): readonly WorkerHeap[] {
  const attached: Attached[] = []
  const waiting = new Map<number, (answer: Answer) => void>()
  let lastId = 0
  session.on<Attached>('NodeWorker.attachedToWorker', (worker) => attached.push(worker))
  session.on<{ message: string }>('NodeWorker.receivedMessageFromWorker', ({ message }) => {
    const answer = JSON.parse(message) as Answer
    if (answer.id === undefined) return
    waiting.get(answer.id)?.(answer)
    waiting.delete(answer.id)
  })
  session.post('NodeWorker.enable', { waitForDebuggerOnStart: false })

  const ask = (sessionId: string, method: string) => {
    const id = ++lastId
    return new Promise<Answer | undefined>((resolve) => {
      const timer = setTimeout(() => {
        waiting.delete(id)
        resolve(undefined)
      }, MOST_WAIT_MS)
      waiting.set(id, (answer) => {
        clearTimeout(timer)
        resolve(answer)
      })
      const message = JSON.stringify({ id, method })
      // A worker that has ended answers nothing: its heap is empty.
      session
        .postLater('NodeWorker.sendMessageToWorker', { sessionId, message })
        .catch(() => waiting.get(id)?.({}))
    })
  }
  session.on<{ sessionId: string }>('NodeWorker.detachedFromWorker', () => {
    for (const resolve of waiting.values()) resolve({})
    waiting.clear()
  })
  return attached.map(({ sessionId, workerInfo: { title, workerId } }) => ({
    name: (title ?? `worker ${workerId}`).replace(/^\[(.*?)\]/, '$1'),
    async read() {
      if ((await ask(sessionId, 'HeapProfiler.collectGarbage')) === undefined) return undefined
      const usage = await ask(sessionId, 'Runtime.getHeapUsage')
      return usage && (usage.result?.usedSize ?? 0)
    },
  }))
}
