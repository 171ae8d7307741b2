import { endOf } from '@plateau/core/drive'
import type { Program } from '@plateau/core/process'
import type { MemoryReader } from '../memory-reader.ts'

/** The reader of a program, which tells of the program's end rather than of its own failure. */
export function readWhileRunning(reader: MemoryReader, program: Program | undefined): MemoryReader {
  async function failing<Result>(reading: Promise<Result>): Promise<Result> {
    try {
      return await reading
    } catch (error) {
      throw (await endOf(program, 'while its memory was read')) ?? error
    }
  }
  return {
    settle: () => failing(reader.settle()),
    collect: () => failing(reader.collect()),
  }
}
