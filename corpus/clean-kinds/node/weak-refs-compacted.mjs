// A list of weak references that is compacted every 512 entries.
export const scenario = {
  setup: () => ({ references: [] }),
  run(state) {
    state.references.push(new WeakRef({ id: state.references.length }))
    if (state.references.length >= 512)
      state.references = state.references.filter((reference) => reference.deref())
    if (state.references.length >= 1024) state.references = []
  },
}
