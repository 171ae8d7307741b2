import { stripVTControlCharacters } from 'node:util'

/** The last whole lines of what a program prints, in bounded memory whatever it prints. */
export interface OutputTail {
  add(stream: 'stdout' | 'stderr', chunk: Buffer): void
  /** Without colours; invalid UTF-8 is shown as U+FFFD. */
  text(): string
}

/** Enough for a stack trace or a compiler's complaint, and not too much for a message. */
const TAIL_BYTES = 4096

const NEWLINE = 0x0a

/** A line is added once it is complete, so lines of the two streams do not mix. */
export function keepTail(): OutputTail {
  let lines: Buffer = Buffer.alloc(0)
  const unfinished: { stdout: Buffer; stderr: Buffer } = {
    stdout: Buffer.alloc(0),
    stderr: Buffer.alloc(0),
  }
  return {
    add(stream, chunk) {
      const end = chunk.lastIndexOf(NEWLINE) + 1
      if (end > 0) {
        lines = lastBytes(lines, unfinished[stream], chunk.subarray(0, end))
        unfinished[stream] = Buffer.alloc(0)
      }
      unfinished[stream] = lastBytes(unfinished[stream], chunk.subarray(end))
    },
    text() {
      const { stdout, stderr } = unfinished
      const between = Buffer.from(stdout.length > 0 && stderr.length > 0 ? '\n' : '')
      return wholeLines(lastBytes(lines, stdout, between, stderr))
    },
  }
}

/** A copy: a part of a chunk would keep all of it. One byte more tells whether a line was cut. */
function lastBytes(...parts: readonly Buffer[]): Buffer {
  const ends = parts.map((part) => part.subarray(-TAIL_BYTES - 1))
  return Buffer.from(Buffer.concat(ends).subarray(-TAIL_BYTES - 1))
}

function wholeLines(bytes: Buffer): string {
  return stripVTControlCharacters(withoutCutLine(bytes).toString('utf8')).trim()
}

/** Of a single endless line, its end is shown. */
function withoutCutLine(bytes: Buffer): Buffer {
  if (bytes.length <= TAIL_BYTES) return bytes
  const start = bytes.indexOf(NEWLINE) + 1
  if (start > 0 && start < bytes.length) return bytes.subarray(start)
  return bytes.subarray(firstCharacter(bytes))
}

/** Skips the rest of a UTF-8 character that was cut. */
function firstCharacter(bytes: Buffer): number {
  let at = 1
  while (at < 4 && ((bytes[at] ?? 0) & 0xc0) === 0x80) at++
  return at
}
