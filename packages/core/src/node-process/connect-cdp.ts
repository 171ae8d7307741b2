import { TargetError } from '../target/target.ts'
import { type CdpChannel, createChannel } from './cdp-channel.ts'

/** Opens the conversation with the inspector at a `ws:` address. Rejects with `TargetError`. */
export function connectCdp(url: string): Promise<CdpChannel> {
  refuseWithoutWebSocket()
  const socket = new WebSocket(url)
  const { channel, receive, end } = createChannel(
    (message) => socket.send(message),
    () => socket.close(),
  )
  socket.addEventListener('message', ({ data }) => receive(String(data)))
  socket.addEventListener('close', end)
  return new Promise((resolve, reject) => {
    socket.addEventListener('open', () => resolve(channel), { once: true })
    socket.addEventListener('error', () => reject(notReached(url)), { once: true })
  })
}

/** Throws `TargetError` where this Node has no WebSocket of its own: before Node 22. */
export function refuseWithoutWebSocket(): void {
  if (typeof globalThis.WebSocket === 'function') return
  throw new TargetError(
    `A Node process is measured from outside through a WebSocket, which Node ${process.versions.node} has not. Run the soak with Node 22 or newer; the target itself may be older.`,
  )
}

/** Without the last part of the address: whoever knows it may do anything in that process. */
function notReached(url: string): TargetError {
  return new TargetError(
    `No inspector answers at ${new URL(url).host}. The process may have ended, or the address belongs to an earlier run: give the one that it prints when it starts.`,
  )
}
