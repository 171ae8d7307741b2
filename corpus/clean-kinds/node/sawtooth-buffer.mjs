// Fills to a thousand entries and is emptied at once.
export const scenario = {
  setup: () => ({ lines: [] }),
  run(buffer) {
    buffer.lines.push({ text: 'a line that waits', at: buffer.lines.length })
    if (buffer.lines.length >= 1000) buffer.lines = []
  },
}
