/** Reads server-sent events from the pieces of a stream as they come. */
export interface EventReader {
  feed(text: string): void
}

/**
 * Hands over the data of each event once it is complete: several `data` lines are joined, comments and what holds no data
 * are passed over, as the standard has it.
 */
export function readEvents(onData: (data: string) => void): EventReader {
  let unfinished = ''
  let lines: string[] = []
  function take(line: string): void {
    if (line === '') {
      if (lines.length > 0) onData(lines.join('\n'))
      lines = []
    }
    const [, data] = /^data:? ?(.*)$/s.exec(line) ?? []
    if (data !== undefined) lines.push(data)
  }
  return {
    feed(text) {
      const parts = (unfinished + text).split(/\r\n|\n|\r(?!$)/)
      unfinished = parts.pop() ?? ''
      for (const line of parts) take(line)
    },
  }
}
