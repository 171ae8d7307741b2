import { StringDecoder } from 'node:string_decoder'
import type { Program } from '../process/start-program.ts'
import type { ProgramStdio } from './service.ts'

/** Cuts what a program prints into lines. */
export interface StdioLines {
  readonly add: (chunk: Buffer) => void
  of(program: Pick<Program, 'stdin'>): ProgramStdio
}

/** A line that never ends must not fill the memory. */
const LONGEST_LINE = 2 ** 26

export function cutLines(): StdioLines {
  const decoder = new StringDecoder('utf8')
  const hearers = new Set<(line: string) => void>()
  let unfinished = ''
  return {
    add(chunk) {
      const lines = (unfinished + decoder.write(chunk)).split(/\r?\n/)
      const rest = lines.pop() ?? ''
      unfinished = rest.length > LONGEST_LINE ? '' : rest
      for (const line of lines) for (const hear of hearers) hear(line)
    },
    of: ({ stdin }) => ({
      write: (text) =>
        new Promise((resolve, reject) => {
          const isOpen = stdin?.writable === true
          if (isOpen) stdin.write(text, (error) => (error ? reject(error) : resolve()))
          else reject(new Error('its stdin is closed'))
        }),
      onLine(hear) {
        hearers.add(hear)
        return () => hearers.delete(hear)
      },
    }),
  }
}
