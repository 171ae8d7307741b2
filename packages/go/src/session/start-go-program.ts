import { type Program, type ProgramStart, startProgram } from '@plateau/core/process'
import { createCrashReader } from '../read/crash-reader.ts'

/** Starts a program whose last words, once it has crashed, are those of the crash. */
export async function startGoProgram(start: ProgramStart): Promise<Program> {
  const crash = createCrashReader()
  const program = await startProgram({
    ...start,
    onOutput: (chunk, stream) => {
      if (stream === 'stderr') crash.onOutput(chunk)
      start.onOutput?.(chunk, stream)
    },
  })
  return {
    ...program,
    outputTail: () => (program.exit() && crash.text()) || program.outputTail(),
  }
}
