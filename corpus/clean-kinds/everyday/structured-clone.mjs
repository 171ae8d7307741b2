// A deep copy of a small tree with maps, dates and errors.
const note = {
  text: 'a note',
  at: new Date(0),
  tags: new Map([['a', new Set([1, 2])]]),
  failed: new TypeError('not saved'),
}

export const scenario = { run: () => structuredClone(note).tags.get('a').size }
