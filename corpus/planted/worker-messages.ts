// holder: MessagePort
import { MessageChannel, type MessagePort } from 'node:worker_threads'

interface Reply {
  readonly id: number
  readonly squared: number
}

/** Asks a worker over its port; the other end answers at once. */
class WorkerClient {
  readonly #channel = new MessageChannel()
  #ids = 0

  constructor() {
    const { port1, port2 } = this.#channel
    port1.setMaxListeners(0)
    port1.unref()
    port2.on('message', ({ id, number }) => port2.postMessage({ id, squared: number * number }))
    port2.unref()
  }

  square(number: number): Promise<number> {
    return this.#ask(number, (_port, _onReply) => {})
  }

  squareOnce(number: number): Promise<number> {
    return this.#ask(number, (port, onReply) => port.off('message', onReply))
  }

  close(): void {
    this.#channel.port1.close()
  }

  #ask(
    number: number,
    answered: (port: MessagePort, onReply: (reply: Reply) => void) => void,
  ): Promise<number> {
    const id = this.#ids++
    const port = this.#channel.port1
    return new Promise((resolve) => {
      // <- leaks
      const onReply = (reply: Reply) => {
        // <- leaks
        if (reply.id !== id) return
        answered(port, onReply)
        resolve(reply.squared)
      }
      port.on('message', onReply) // <- leaks
      port.postMessage({ id, number })
    })
  }
}

const setup = () => new WorkerClient()
const teardown = (client: WorkerClient) => client.close()

export const leaky = {
  name: 'a message handler for each question',
  setup,
  run: (client: WorkerClient) => client.square(7),
  teardown,
}

export const repaired = {
  name: 'the handler goes with its answer',
  setup,
  run: (client: WorkerClient) => client.squareOnce(7),
  teardown,
}
