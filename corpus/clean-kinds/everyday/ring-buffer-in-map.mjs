// The last 1,000 requests by number, as a debug page keeps them: fills while it is judged.
export const scenario = {
  setup: () => ({ last: new Map(), number: 0 }),
  run(state) {
    const number = state.number++
    state.last.set(number, { path: `/notes/${number}`, headers: { accept: '*/*' } })
    state.last.delete(number - 1000)
  },
}
