export const scenario = {
  setup() {
    const state = { finalized: 0 }
    state.registry = new FinalizationRegistry(() => state.finalized++)
    return state
  },
  async run({ registry }) {
    registry.register({ id: 1 }, 'an object')
    await new Promise(setImmediate)
  },
}
