import { TargetError } from '@plateau/core'
import { describeExit, type Program } from '@plateau/core/process'
import type { MemoryReader } from '../memory-reader.ts'
import { lastWords } from '../read/last-words.ts'
import { patience } from '../read/pause.ts'

/** A process that died tells more than the connection that broke with it. */
const EXIT_MS = 300

/** The end of the program, where that is why something failed; undefined where it still runs. */
export async function endOf(
  program: Program | undefined,
  { name, during }: { readonly name: string; readonly during: string },
): Promise<TargetError | undefined> {
  const exit = program && (await Promise.race([program.exited, patience(EXIT_MS)]))
  if (program === undefined || !exit) return undefined
  return new TargetError(
    `Go program '${name}' ${describeExit(exit)} ${during}. ${lastWords(program)}`,
  )
}

/** The reader of a program, which tells of the program's end rather than of its own failure. */
export function readWhileRunning(
  reader: MemoryReader,
  program: Program | undefined,
  name: string,
): MemoryReader {
  async function failing<Result>(reading: Promise<Result>): Promise<Result> {
    try {
      return await reading
    } catch (error) {
      throw (await endOf(program, { name, during: 'while its memory was read' })) ?? error
    }
  }
  return {
    settle: () => failing(reader.settle()),
    collect: () => failing(reader.collect()),
  }
}
