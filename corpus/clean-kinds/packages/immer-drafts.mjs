import { produce } from 'immer'

export const scenario = {
  setup: () => ({ state: { notes: [{ id: 1, done: false }], count: 0 } }),
  run(store) {
    store.state = produce(store.state, (draft) => {
      draft.notes[0].done = !draft.notes[0].done
      draft.count++
    })
  },
}
