import { fork } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { expect, onTestFinished } from 'vitest'
import { PLATEAU } from '../command/run-plateau.ts'

export interface ToolAnswer {
  readonly text: string
  readonly isError: boolean
}

export interface Assistant {
  readonly tools: readonly { readonly name: string }[]
  ask(tool: string, args: Readonly<Record<string, unknown>>): Promise<ToolAnswer>
}

/** What a model reads without losing its thread. */
const MOST_BYTES = 8000

const CLIENT = join(import.meta.dirname, 'mcp-client.mjs')

interface Message {
  readonly id: number
  readonly error?: string
  readonly answer?: {
    readonly tools?: readonly { readonly name: string }[]
    readonly content?: readonly { readonly text?: string }[]
    readonly isError?: boolean
  }
}

/** The SDK's own client, connected to the real command; each in a process of its own. No answer may be long. */
export async function connect(root: string): Promise<Assistant> {
  const server = JSON.stringify([process.execPath, '--no-warnings', ...PLATEAU, 'mcp'])
  const client = fork(CLIENT, [server], { cwd: root, execArgv: [] })
  onTestFinished(async () => {
    const ended = once(client, 'exit')
    client.disconnect()
    await ended
  })
  await once(client, 'message')
  let last = 0
  async function send(message: object): Promise<NonNullable<Message['answer']>> {
    const id = ++last
    const answered = new Promise<Message>((resolve) => {
      client.on('message', function hear(received: Message) {
        if (received.id !== id) return
        client.off('message', hear)
        resolve(received)
      })
    })
    client.send({ id, ...message })
    const { answer, error } = await answered
    if (answer === undefined) throw new Error(error)
    return answer
  }
  const { tools = [] } = await send({})
  return {
    tools,
    async ask(tool, args) {
      const { content = [], isError = false } = await send({ tool, args })
      const text = content.map((part) => part.text ?? '').join('\n')
      expect(Buffer.byteLength(text), tool).toBeLessThan(MOST_BYTES)
      return { text, isError }
    },
  }
}
