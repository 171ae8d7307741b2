import { EventEmitter, once } from 'node:events'

export const scenario = {
  setup: () => new EventEmitter(),
  async run(emitter) {
    const onData = () => {}
    emitter.on('data', onData)
    const ended = once(emitter, 'end')
    emitter.emit('data', 1)
    emitter.emit('end')
    await ended
    emitter.off('data', onData)
  },
}
