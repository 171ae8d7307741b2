// holder: seen \(Set\)
interface Message {
  readonly id: number
  readonly body: string
}

class Consumer {
  protected readonly seen = new Set<number>()
  handled = 0

  receive({ id, body }: Message): void {
    if (this.seen.has(id)) return
    this.seen.add(id) // <- leaks
    this.handled += body.length
  }
}

class WindowedConsumer extends Consumer {
  override receive(message: Message): void {
    super.receive(message)
    if (this.seen.size > 100) this.seen.clear()
  }
}

let ids = 0
const run = (consumer: Consumer) => consumer.receive({ id: ids++, body: 'paid' })

export const leaky = {
  name: 'ids of all messages that were seen',
  setup: () => new Consumer(),
  run,
}

export const repaired = {
  name: 'a hundred ids at most',
  setup: () => new WindowedConsumer(),
  run,
}
