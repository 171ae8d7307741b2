import type { Program, ProgramStart } from '../process/start-program.ts'

/** What Node prints because it is measured; its first line holds the address, which is as good as a password. */
const OF_INSPECTOR =
  /^(?:Debugger listening on ws:\/\/.*|For help, see: https:\/\/nodejs\.org\/.*inspector.*|Debugger attached\.|Debugger ending on ws:\/\/.*|Waiting for the debugger to disconnect\.\.\.)\r?(?:\n|$)/gm

/** Text without what the inspector has printed into it. */
export function withoutInspector(text: string): string {
  return text.replace(OF_INSPECTOR, '')
}

/** V8's last words when the heap is full; those of `new ArrayBuffer` are an error like any other. */
const HEAP_IS_FULL = /FATAL ERROR: .*(?:heap limit|heap out of memory|Allocation failed)/

/** What a program has printed so far, as far as its end is told from it. */
export interface NodeOutput {
  readonly onOutput: NonNullable<ProgramStart['onOutput']>
  isHeapFull(): boolean
}

/** Hands the output on without what the inspector says. */
export function readOutput(onOutput: ProgramStart['onOutput']): NodeOutput {
  let unfinished = ''
  let isHeapFull = false
  return {
    isHeapFull: () => isHeapFull || HEAP_IS_FULL.test(unfinished),
    onOutput(chunk, stream) {
      if (stream === 'stdout') return onOutput?.(chunk, stream)
      const text = unfinished + chunk.toString('latin1')
      const isEndless = text.length > LONGEST_LINE && !text.includes('\n')
      const end = isEndless ? text.length : text.lastIndexOf('\n') + 1
      unfinished = text.slice(end)
      const lines = text.slice(0, end)
      isHeapFull ||= HEAP_IS_FULL.test(lines)
      const told = withoutInspector(lines)
      if (told !== '') onOutput?.(Buffer.from(told, 'latin1'), stream)
    },
  }
}

/** A line that never ends must not fill the memory. */
const LONGEST_LINE = 16_384

/** The program, with last words that are its own. */
export function withOwnWords(program: Program): Program {
  return { ...program, outputTail: () => withoutInspector(program.outputTail()).trim() }
}
