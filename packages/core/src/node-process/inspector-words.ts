import type { DrivenProgram } from '../drive/program-end.ts'
import type { Program, ProgramStart } from '../process/start-program.ts'

/** What Node prints because it is measured; its first line holds the address, which is as good as a password. */
const OF_INSPECTOR =
  /^(?:Debugger listening on ws:\/\/.*|For help, see: https:\/\/nodejs\.org\/\S+|Debugger attached\.|Debugger ending on ws:\/\/.*|Waiting for the debugger to disconnect\.\.\.)\r?(?:\n|$)/gm

/** Text without what the inspector has printed into it. */
export function withoutInspector(text: string): string {
  return text.replace(OF_INSPECTOR, '')
}

/** V8's last words when the heap is full; those of `new ArrayBuffer` are an error like any other. */
const HEAP_IS_FULL = /^.*FATAL ERROR: .*(?:heap limit|heap out of memory|Allocation failed).*$/m

/** What a program has printed so far, as far as its end is told from it. */
export interface NodeOutput {
  readonly onOutput: NonNullable<ProgramStart['onOutput']>
  /** The line in which V8 says that the heap is full. */
  fatalLine(): string | undefined
}

/** A line that never ends must not fill the memory. */
const LONGEST_LINE = 16_384

/** Hands the output on without what the inspector says. */
export function readOutput(onOutput: ProgramStart['onOutput']): NodeOutput {
  let unfinished = ''
  let fatalLine: string | undefined
  return {
    fatalLine: () => fatalLine ?? HEAP_IS_FULL.exec(unfinished)?.[0],
    onOutput(chunk, stream) {
      if (stream === 'stdout') return onOutput?.(chunk, stream)
      const text = unfinished + chunk.toString('latin1')
      const isEndless = text.length > LONGEST_LINE && !text.includes('\n')
      const end = isEndless ? text.length : text.lastIndexOf('\n') + 1
      unfinished = text.slice(end)
      const lines = text.slice(0, end)
      fatalLine ??= HEAP_IS_FULL.exec(lines)?.[0]
      const told = withoutInspector(lines)
      if (told !== '') onOutput?.(Buffer.from(told, 'latin1'), stream)
    },
  }
}

/** The program, with last words that are its own: of a full heap, V8 prints pages of addresses after the one line that counts. */
export function withOwnWords(program: Program, output: NodeOutput): DrivenProgram {
  return {
    ...program,
    why: () => (output.fatalLine() === undefined ? '' : ', because its heap was full,'),
    outputTail: () => output.fatalLine() ?? withoutInspector(program.outputTail()).trim(),
  }
}
