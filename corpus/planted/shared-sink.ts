// holder: sink \(PassThrough\).*(_events|pipes|listener)|pipes|_events
import { PassThrough, Readable } from 'node:stream'

class LogCollector {
  readonly sink: PassThrough

  constructor() {
    this.sink = new PassThrough().setMaxListeners(0)
    this.sink.resume()
  }

  /** Follows a source until it ends; this one never does. */
  follow(name: string): Readable {
    const source = new Readable({ read() {} }) // <- leaks
    source.pipe(this.sink, { end: false }) // <- leaks
    source.push(`${name} started\n`)
    return source
  }

  leave(source: Readable): void {
    source.unpipe(this.sink)
    source.destroy()
  }
}

const setup = () => new LogCollector()
const tick = () => new Promise<void>((resolve) => setImmediate(resolve))

export const leaky = {
  name: 'sources that stay piped into a shared sink',
  setup,
  async run(collector: LogCollector) {
    collector.follow('worker')
    await tick()
  },
}

export const repaired = {
  name: 'sources that are unpiped',
  setup,
  async run(collector: LogCollector) {
    const source = collector.follow('worker')
    await tick()
    collector.leave(source)
    await tick()
  },
}
