import { action, autorun, observable } from 'mobx'

export const scenario = {
  setup: () => observable({ notes: [], count: 0 }),
  run(state) {
    const stop = autorun(() => state.count + state.notes.length)
    action(() => {
      state.notes.push({ text: 'a note' })
      state.count++
      state.notes.clear()
    })()
    stop()
  },
}
