import { isMainThread } from 'node:worker_threads'
import { type InspectorSession, openInspectorSession } from '../engine/inspector-session.ts'

/** A running worker thread of this process, with an isolate of its own. */
export interface WorkerHeap {
  /** `worker 3`, with the name that was given to it. */
  readonly name: string
  /** Bytes in use after a full collection of that isolate. */
  read(): Promise<number>
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
    return new Promise<Answer>((resolve) => {
      waiting.set(id, resolve)
      const message = JSON.stringify({ id, method })
      // A worker that has ended answers nothing: its heap is empty.
      session
        .postLater('NodeWorker.sendMessageToWorker', { sessionId, message })
        .catch(() => resolve({}))
    })
  }
  session.on<{ sessionId: string }>('NodeWorker.detachedFromWorker', () => {
    for (const resolve of waiting.values()) resolve({})
    waiting.clear()
  })
  return attached.map(({ sessionId, workerInfo: { title, workerId } }) => ({
    name: (title ?? `worker ${workerId}`).replace(/^\[(.*?)\]/, '$1'),
    async read() {
      await ask(sessionId, 'HeapProfiler.collectGarbage')
      const { result } = await ask(sessionId, 'Runtime.getHeapUsage')
      return result?.usedSize ?? 0
    },
  }))
}
