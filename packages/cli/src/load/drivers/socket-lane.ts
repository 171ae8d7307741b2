import type { RequestsOf } from '../fill-requests.ts'
import type { Lane } from '../lane.ts'
import { converse } from './converse.ts'
import { openSocket } from './open-socket.ts'

/** A conversation over a WebSocket, which is an iteration. */
export interface SocketLoad {
  /** A message is the body of one; the path, which all have in common, is where the socket is opened. */
  readonly requests: RequestsOf
  /** Messages that are awaited after each that was sent. */
  readonly answers: number
  /** Of the iterations those whose client vanishes without a close frame: 0 to 1. */
  readonly abandoned: number
}

export function socketLane(url: string, { requests, answers, abandoned }: SocketLoad): Lane {
  return {
    async iterate(signal, n) {
      const asked = requests(n)
      const [first = { path: '/' }] = asked
      const socket = await openSocket({ url, request: first, signal })
      try {
        const steps = asked.flatMap(({ body }) =>
          body === undefined
            ? []
            : [() => socket.send(body), ...(answers > 0 ? [() => socket.hear(answers)] : [])],
        )
        return await converse({ steps, end: () => socket.close() }, { n, abandoned })
      } finally {
        // Of one that is closed, nothing.
        socket.vanish()
      }
    },
    close() {},
  }
}
