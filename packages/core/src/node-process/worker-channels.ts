import { type CdpChannel, type CdpConduit, createChannel } from './cdp-channel.ts'

/** A thread that a process has started. */
export interface WorkerThread {
  /** `worker.threadId`. */
  readonly threadId: string
  readonly channel: CdpChannel
}

interface Attached {
  readonly sessionId: string
  readonly workerInfo: { readonly workerId: string; readonly title?: string }
}

/** Reports every worker thread of a process, those that run already and those to come. */
export async function followWorkers(
  parent: CdpChannel,
  onThread: (thread: WorkerThread) => void,
): Promise<void> {
  const conduits = new Map<string, CdpConduit>()
  parent.on<Attached>('NodeWorker.attachedToWorker', ({ sessionId, workerInfo }) => {
    const conduit = createChannel(
      (message) => {
        parent
          .send('NodeWorker.sendMessageToWorker', { sessionId, message })
          .catch(() => conduit.end())
      },
      () => {
        parent.send('NodeWorker.detach', { sessionId }).catch(ignore)
      },
    )
    conduits.set(sessionId, conduit)
    onThread({ threadId: workerInfo.workerId, channel: conduit.channel })
  })
  parent.on<{ sessionId: string; message: string }>(
    'NodeWorker.receivedMessageFromWorker',
    ({ sessionId, message }) => conduits.get(sessionId)?.receive(message),
  )
  parent.on<{ sessionId: string }>('NodeWorker.detachedFromWorker', ({ sessionId }) => {
    conduits.get(sessionId)?.end()
    conduits.delete(sessionId)
  })
  void parent.closed.then(() => {
    for (const conduit of conduits.values()) conduit.end()
  })
  await parent.send('NodeWorker.enable', { waitForDebuggerOnStart: false })
}

function ignore(): void {}
