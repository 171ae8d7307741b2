export const scenario = {
  run() {
    const copy = structuredClone({ at: new Date(0), tags: new Set(['a', 'b']), rows: [1, 2, 3] })
    return copy.tags.size
  },
}
