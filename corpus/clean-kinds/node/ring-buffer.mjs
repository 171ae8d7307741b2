export const scenario = {
  setup: () => ({ ring: new Array(256), next: 0 }),
  run(state) {
    state.ring[state.next] = { at: state.next, payload: [1, 2, 3] }
    state.next = (state.next + 1) % 256
  },
}
