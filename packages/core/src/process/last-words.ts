import { TargetError } from '../target/target.ts'
import type { Program } from './start-program.ts'

/** The error of a sentence about a program; what that printed last stays apart from the sentence. */
export function withLastWords(
  sentence: string,
  { outputTail }: Pick<Program, 'outputTail'>,
  options: ErrorOptions = {},
): TargetError {
  const said = outputTail()
  if (said === '') return new TargetError(`${sentence} It printed nothing.`, options)
  return new TargetError(sentence, { ...options, output: printedLast(said) })
}

function printedLast(said: string): string {
  return `It printed last:\n${said.replace(/^(?=.)/gm, '  ')}`
}
