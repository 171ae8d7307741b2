import { createActor, createMachine } from 'xstate'

const machine = createMachine({
  initial: 'idle',
  states: {
    idle: { on: { SAVE: 'saving' } },
    saving: { after: { 1000: 'idle' }, on: { DONE: 'idle' } },
  },
})
export const scenario = {
  run() {
    const actor = createActor(machine).start()
    actor.send({ type: 'SAVE' })
    actor.send({ type: 'DONE' })
    actor.stop()
  },
}
