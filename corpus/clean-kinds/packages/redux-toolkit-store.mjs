import { configureStore, createSlice } from '@reduxjs/toolkit'

const notes = createSlice({
  name: 'notes',
  initialState: { list: [], saved: 0 },
  reducers: {
    add: (state, { payload }) => void state.list.push(payload),
    save(state) {
      state.saved += state.list.length
      state.list = []
    },
  },
})

export const scenario = {
  setup: () => configureStore({ reducer: notes.reducer, devTools: false }),
  run(store) {
    const unsubscribe = store.subscribe(() => {})
    store.dispatch(notes.actions.add({ text: 'a note' }))
    store.dispatch(notes.actions.save())
    unsubscribe()
  },
}
