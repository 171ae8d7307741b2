import EventEmitter from 'eventemitter3'

export const scenario = {
  setup: () => new EventEmitter(),
  run(emitter) {
    const onNote = () => {}
    emitter.on('note', onNote).once('note', () => {})
    emitter.emit('note', 1)
    emitter.off('note', onNote)
  },
}
