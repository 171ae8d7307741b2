// holder: Timeout|open handle|timers
class Connection {
  readonly id: number
  lastSeenMs = Date.now()
  #heartbeat: NodeJS.Timeout | undefined

  constructor(id: number) {
    this.id = id
  }

  open(): this {
    this.#heartbeat = setInterval(() => this.ping(), 30_000) // <- leaks
    return this
  }

  ping(): void {
    this.lastSeenMs = Date.now()
  }

  close(): void {
    clearInterval(this.#heartbeat)
  }
}

let connections = 0

function connect(): Connection {
  const connection = new Connection(connections++).open() // <- leaks
  connection.ping()
  return connection
}

export const leaky = {
  name: 'a heartbeat for each connection',
  run: () => void connect(),
}

export const repaired = {
  name: 'the heartbeat ends with its connection',
  run: () => connect().close(),
}
