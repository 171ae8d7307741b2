// holder: sockets \(Set\)
import { once } from 'node:events'
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net'

class EchoServer {
  readonly #server: Server
  protected readonly sockets = new Set<Socket>()

  constructor() {
    this.#server = createServer((socket) => {
      // <- leaks
      this.sockets.add(socket) // <- leaks
      socket.on('error', () => {})
      socket.on('close', () => this.closed(socket))
      socket.pipe(socket)
    })
  }

  async listen(): Promise<this> {
    await once(this.#server.listen(0, '127.0.0.1'), 'listening')
    return this
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port
  }

  stop(): void {
    for (const socket of this.sockets) socket.destroy()
    this.#server.close()
  }

  protected closed(_socket: Socket): void {}
}

class TidyEchoServer extends EchoServer {
  protected override closed(socket: Socket): void {
    this.sockets.delete(socket)
  }
}

async function echo(server: EchoServer): Promise<void> {
  const socket = connect(server.port, '127.0.0.1')
  socket.end('hello')
  socket.resume()
  await once(socket, 'close')
}

const teardown = (server: EchoServer) => server.stop()

export const leaky = {
  name: 'sockets that are closed and kept',
  setup: () => new EchoServer().listen(),
  run: echo,
  teardown,
}

export const repaired = {
  name: 'sockets that go when they are closed',
  setup: () => new TidyEchoServer().listen(),
  run: echo,
  teardown,
}
