import { randomUUID } from 'node:crypto'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createServer, type Server, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { AGENT_SOURCE, AGENT_VARIABLE } from './agent-source.ts'

/** What an agent says of its process. */
export interface Hello {
  readonly pid: number
  readonly parentPid: number
  /** Of its inspector: whoever knows it may do anything in that process. */
  readonly url: string
  /** Of a worker of `node:cluster`. */
  readonly workerId?: string
}

/** Where agents report to, for as long as the target runs. */
export interface AgentListener {
  /** The environment in which a target carries the agent, and so does whatever Node it starts. */
  environment(outer: NodeJS.ProcessEnv): NodeJS.ProcessEnv
  /** Processes that still run end now. */
  close(): Promise<void>
}

/** Only this user can reach the folder of the socket: the addresses of inspectors are as good as passwords. */
export async function listenForAgents(onHello: (hello: Hello) => void): Promise<AgentListener> {
  const folder = await mkdtemp(join(tmpdir(), 'plateau-node-'))
  const agent = join(folder, 'agent.cjs')
  const place =
    process.platform === 'win32' ? `\\\\.\\pipe\\plateau-${randomUUID()}` : join(folder, 'socket')
  const sockets = new Set<Socket>()
  const server = createServer((socket) => {
    sockets.add(socket)
    socket.on('close', () => sockets.delete(socket))
    readHello(socket, onHello)
  })
  try {
    await writeFile(agent, AGENT_SOURCE, { mode: 0o600 })
    await listening(server, place)
  } catch (error) {
    await rm(folder, { recursive: true, force: true })
    throw error
  }
  return {
    environment: (outer) => ({
      ...outer,
      [AGENT_VARIABLE]: place,
      NODE_OPTIONS: optionsWith(outer['NODE_OPTIONS'], agent),
    }),
    async close() {
      for (const socket of sockets) socket.destroy()
      await new Promise((resolve) => server.close(resolve))
      await rm(folder, { recursive: true, force: true })
    },
  }
}

function listening(server: Server, place: string): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject)
    server.listen(place, resolve)
  })
}

/** With `http`, the inspector would tell its address to any user of this machine that asks. */
function optionsWith(given: string | undefined, agent: string): string {
  const own = `--require ${JSON.stringify(agent)} --inspect-publish-uid=stderr`
  return given ? `${given} ${own}` : own
}

/** Longer than any address; a line without an end must not fill the memory. */
const MOST_CHARACTERS = 4096

function readHello(socket: Socket, onHello: (hello: Hello) => void): void {
  let text = ''
  function read(chunk: string): void {
    text += chunk
    const end = text.indexOf('\n')
    if (end === -1 && text.length < MOST_CHARACTERS) return
    socket.off('data', read).resume()
    const hello = asHello(text.slice(0, end))
    if (hello) onHello(hello)
  }
  socket.setEncoding('utf8').on('data', read).on('error', ignore)
}

function asHello(line: string): Hello | undefined {
  try {
    const hello = JSON.parse(line) as Partial<Hello>
    return typeof hello.pid === 'number' && hello.url ? (hello as Hello) : undefined
  } catch {
    return undefined
  }
}

function ignore(): void {}
