// Marks and a measure, cleared after use.
export const scenario = {
  run() {
    performance.mark('start')
    performance.mark('end')
    const { duration } = performance.measure('work', 'start', 'end')
    performance.clearMarks()
    performance.clearMeasures()
    return duration
  },
}
