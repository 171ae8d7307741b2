// A store per test, with reducers in parts and a subscriber.
import { combineReducers, legacy_createStore as createStore } from 'redux'

const notes = (list = [], { type, text }) => (type === 'add' ? [...list, text] : list)
const saved = (count = 0, { type }) => (type === 'save' ? count + 1 : count)

export const scenario = {
  run() {
    const store = createStore(combineReducers({ notes, saved }))
    const unsubscribe = store.subscribe(() => store.getState())
    store.dispatch({ type: 'add', text: 'a note' })
    store.dispatch({ type: 'save' })
    unsubscribe()
    return store.getState().saved
  },
}
