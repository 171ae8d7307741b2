import type { Program } from '@plateau/core/process'

/** What a program printed last, as the end of a message: a sentence, or lines below one. */
export function lastWords({ outputTail }: Pick<Program, 'outputTail'>): string {
  const said = outputTail()
  if (said === '') return 'It printed nothing.'
  return `It printed last:\n${said.replace(/^(?=.)/gm, '  ')}`
}
