export const scenario = {
  setup: () => new WeakMap(),
  run(labels) {
    const key = { id: 1 }
    labels.set(key, { label: 'kept as long as its key' })
    return labels.get(key).label.length
  },
}
