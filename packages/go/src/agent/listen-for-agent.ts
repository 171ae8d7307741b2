import { mkdtemp, rm } from 'node:fs/promises'
import { createServer, type Server, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Agent, agentOver, type Hello } from './agent.ts'
import { type AgentConnection, connectionOver } from './agent-connection.ts'

export interface AgentListener {
  /** To be merged into the environment of the program. */
  readonly env: NodeJS.ProcessEnv
  /** Resolves when the agent has connected; rejects with the signal's reason. */
  connected(signal: AbortSignal): Promise<Agent>
  /** Leaves a connected agent alone. */
  close(): Promise<void>
}

/** Waits for one agent: on a socket in a folder that nobody else may enter, on Windows on a port of the loopback. */
export async function listenForAgent(): Promise<AgentListener> {
  const folder = process.platform === 'win32' ? undefined : await privateFolder()
  const server = createServer()
  const first = firstConnection(server)
  const address = await listen(server, folder && join(folder, 'agent'))
  let isHandedOver = false
  return {
    env: { PLATEAU_AGENT: address },
    async connected(signal) {
      const connection = await unlessAborted(first, signal)
      const hello = await unlessAborted(connection.hello, signal)
      isHandedOver = true
      return agentOver(connection, hello as Hello)
    },
    async close() {
      // Its callback would wait for the end of the agent.
      server.close()
      if (!isHandedOver) first.then((connection) => connection.close(), ignore)
      if (folder !== undefined) await rm(folder, { recursive: true, force: true })
    },
  }
}

function ignore(): void {}

/** Paths of sockets have room for 103 bytes on macOS. */
const LONGEST_FOLDER = 80

/** `mkdtemp` makes it with the rights of its owner alone. */
function privateFolder(): Promise<string> {
  const usual = tmpdir()
  return mkdtemp(join(Buffer.byteLength(usual) > LONGEST_FOLDER ? '/tmp' : usual, 'plateau-'))
}

/** A second one is turned away: nobody would ask it anything. */
function firstConnection(server: Server): Promise<AgentConnection> {
  return new Promise((resolve) => {
    server.once('connection', (socket: Socket) => {
      server.on('connection', (other: Socket) => other.destroy())
      resolve(connectionOver(socket))
    })
  })
}

function listen(server: Server, path: string | undefined): Promise<string> {
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    function onListening(): void {
      const address = server.address()
      resolve(
        typeof address === 'object' && address !== null
          ? `127.0.0.1:${address.port}`
          : String(address),
      )
    }
    if (path === undefined) server.listen(0, '127.0.0.1', onListening)
    else server.listen(path, onListening)
  })
}

function unlessAborted<Result>(work: Promise<Result>, signal: AbortSignal): Promise<Result> {
  return new Promise((resolve, reject) => {
    function onAbort(): void {
      reject(signal.reason)
    }
    if (signal.aborted) onAbort()
    signal.addEventListener('abort', onAbort, { once: true })
    work.then(resolve, reject).finally(() => signal.removeEventListener('abort', onAbort))
  })
}
