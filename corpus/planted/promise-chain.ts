// holder: connected
interface Row {
  readonly id: number
  readonly text: string
}

class WriteQueue {
  written = 0
  #ids = 0
  readonly connected: Promise<void>
  protected last: Promise<void>

  constructor(connected: Promise<void>) {
    this.connected = connected
    this.last = connected
  }

  /** One write after the other; the first waits for the connection. */
  write(text: string): void {
    const row: Row = { id: this.#ids++, text } // <- leaks
    this.last = this.last.then(() => this.#send(row)) // <- leaks
  }

  #send(row: Row): void {
    this.written += row.text.length
  }
}

export const leaky = {
  name: 'writes queue up behind a connection that never opens',
  setup: () => new WriteQueue(new Promise(() => {})),
  run: (queue: WriteQueue) => queue.write('signed in'),
}

export const repaired = {
  name: 'writes go out on an open connection',
  setup: () => new WriteQueue(Promise.resolve()),
  async run(queue: WriteQueue) {
    queue.write('signed in')
    await Promise.resolve()
  },
}
