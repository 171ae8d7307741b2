import { randomUUID } from 'node:crypto'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createServer, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
// From Node's own module: fake timers replace the globals.
import { setTimeout } from 'node:timers/promises'
import { TargetError } from '../target/target.ts'
import { AGENT_SOURCE, AGENT_VARIABLE } from './bun-agent-source.ts'

/** A process that Bun runs, at the other end of its agent. */
export interface BunProcess {
  readonly pid: number
  readonly version: string
  /** Whether it can tell of its heap. */
  readonly hasStatistics: boolean
  memory(): Promise<BunMemory>
  /** Objects and bytes of each class. */
  types(): Promise<ReadonlyMap<string, BunType>>
}

export interface BunMemory {
  readonly heapBytes: number
  readonly externalBytes: number
  readonly objects: number
}

export interface BunType {
  readonly objects: number
  readonly bytes: number
}

export interface BunListener {
  /** The environment in which a target carries the agent, and so does whatever Bun it starts. */
  environment(outer: NodeJS.ProcessEnv): NodeJS.ProcessEnv
  /** Resolves once the first process has reported. */
  readonly first: Promise<void>
  /** Those that run, the first of them first. */
  running(): readonly BunProcess[]
  /** Processes that still run end now. */
  close(): Promise<void>
}

/** Only this user can reach the folder of the socket. */
export async function listenForBun(): Promise<BunListener> {
  const folder = await mkdtemp(join(tmpdir(), 'plateau-bun-'))
  const agent = join(folder, 'agent.cjs')
  const place =
    process.platform === 'win32' ? `\\\\.\\pipe\\plateau-${randomUUID()}` : join(folder, 'socket')
  const processes = new Map<Socket, BunProcess>()
  let onFirst = (): void => {}
  const first = new Promise<void>((resolve) => {
    onFirst = resolve
  })
  const server = createServer((socket) => {
    socket.on('error', ignore).on('close', () => processes.delete(socket))
    hear(socket, (found) => {
      processes.set(socket, found)
      onFirst()
    })
  })
  await writeFile(agent, AGENT_SOURCE, { mode: 0o600 })
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject).listen(place, resolve)
  })
  return {
    first,
    environment: (outer) => ({
      ...outer,
      [AGENT_VARIABLE]: place,
      BUN_OPTIONS: `${outer['BUN_OPTIONS'] ?? ''} --preload=${agent}`.trim(),
    }),
    running: () => [...processes.values()],
    async close() {
      for (const socket of processes.keys()) socket.destroy()
      await new Promise((resolve) => server.close(resolve))
      await rm(folder, { recursive: true, force: true })
    },
  }
}

/** A program in a loop that never ends answers nothing. */
const ANSWER_MS = 10_000

function hear(socket: Socket, onHello: (found: BunProcess) => void): void {
  const waiting: ((answer: never) => void)[] = []
  let isKnown = false
  createInterface({ input: socket }).on('line', (line) => {
    const said = JSON.parse(line)
    if (isKnown) waiting.shift()?.(said as never)
    else onHello({ ...said, memory: () => ask('memory'), types })
    isKnown = true
  })

  async function types(): Promise<ReadonlyMap<string, BunType>> {
    const answer = await ask<{ readonly types: Readonly<Record<string, BunType>> }>('types')
    return new Map(Object.entries(answer.types))
  }

  async function ask<Answer>(what: string): Promise<Answer> {
    const late = new AbortController()
    const answer = new Promise<Answer>((resolve) => waiting.push(resolve))
    socket.write(`${what}\n`)
    const told = await Promise.race([
      answer,
      setTimeout(ANSWER_MS, undefined, { signal: late.signal }).catch(ignore),
    ])
    late.abort()
    if (told) return told
    throw new TargetError(
      `it did not say within ${ANSWER_MS / 1000} s what its heap holds: it is in the midst of work, or it has ended.`,
    )
  }
}

function ignore(): void {}
