import type { Socket } from 'node:net'
import { TargetError } from '@plateau/core'

/** Lines to the agent and back: it answers each command before it reads the next. */
export interface AgentConnection {
  /** The line that it sends by itself when it has connected. */
  readonly hello: Promise<unknown>
  ask<Answer>(...command: readonly string[]): Promise<Answer>
  close(): void
}

export function connectionOver(socket: Socket): AgentConnection {
  const pending: Reply[] = []
  const waiting: string[] = []
  let received = ''
  let isClosed = false

  function expectLine<Answer>(): Promise<Answer> {
    return new Promise((resolve, reject) => {
      if (isClosed) reject(gone())
      else pending.push({ resolve: resolve as Reply['resolve'], reject })
    })
  }

  function onLine(line: string): void {
    const reply = pending.shift()
    const next = waiting.shift()
    if (next !== undefined) socket.write(next)
    if (reply) settle(reply, line)
  }

  const hello = expectLine()
  // Nobody may be waiting for it any more.
  hello.catch(() => undefined)
  socket.setEncoding('utf8')
  socket.on('data', (chunk: string) => {
    const lines = (received + chunk).split('\n')
    received = lines.pop() ?? ''
    lines.forEach(onLine)
  })
  // What went wrong is told by the close that follows.
  socket.on('error', () => undefined)
  socket.on('close', () => {
    isClosed = true
    for (const { reject } of pending.splice(0)) reject(gone())
  })

  return {
    hello,
    ask(...command) {
      refuseSeparators(command)
      const line = `${command.join('\t')}\n`
      const isIdle = pending.length === 0
      const answer = expectLine<never>()
      if (isIdle) socket.write(line)
      else waiting.push(line)
      return answer
    },
    close: () => socket.destroy(),
  }
}

interface Reply {
  readonly resolve: (answer: unknown) => void
  readonly reject: (error: Error) => void
}

function settle({ resolve, reject }: Reply, line: string): void {
  const answer = parse(line)
  if (answer === undefined) {
    reject(new TargetError(`The agent of the Go program sent no JSON: ${line.slice(0, 200)}`))
  } else if (typeof answer.error === 'string') {
    reject(new AgentRefusal(answer.error, answer.completed))
  } else resolve(answer)
}

function parse(line: string): { error?: unknown; completed?: number } | undefined {
  try {
    return JSON.parse(line)
  } catch {
    return undefined
  }
}

function refuseSeparators(command: readonly string[]): void {
  const bad = command.find((field) => /[\t\n]/.test(field))
  if (bad === undefined) return
  throw new TargetError(
    `The name of a scenario or file must have neither tab nor line break, received ${JSON.stringify(bad)}.`,
  )
}

function gone(): TargetError {
  return new TargetError('The Go program is gone: it closed its connection.')
}

/** What the agent answers when it cannot do what it was asked. */
export class AgentRefusal extends Error {
  override readonly name = 'AgentRefusal'
  /** Iterations before the one that failed, where one did. */
  readonly completed: number | undefined

  constructor(message: string, completed: number | undefined) {
    super(message)
    this.completed = completed
  }
}
