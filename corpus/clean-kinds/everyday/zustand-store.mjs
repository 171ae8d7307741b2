// A store of the module's life, set back after each test.
import { createStore } from 'zustand/vanilla'

export const scenario = {
  setup: () =>
    createStore((set) => ({
      notes: [],
      add: (text) => set(({ notes }) => ({ notes: [...notes, text] })),
    })),
  run(store) {
    const unsubscribe = store.subscribe(() => {})
    store.getState().add('a note')
    store.getState().add('another')
    unsubscribe()
    store.setState(store.getInitialState(), true)
  },
}
