// From Node's own module: fake timers replace the globals.
import { setTimeout } from 'node:timers/promises'
import { describeExit } from '../process/describe-exit.ts'
import { withLastWords } from '../process/last-words.ts'
import type { Program } from '../process/start-program.ts'
import type { TargetError } from '../target/target.ts'
import type { ProgramStdio } from './service.ts'

/** A program, and what may be known of its end beyond its exit. */
export interface DrivenProgram extends Program {
  /** Follows `was killed by SIGABRT`: `, because its heap was full,`. */
  why?(): string
  /** Only of one that is spoken to over its standard streams. */
  readonly stdio?: ProgramStdio
}

/** A process that died tells more than the connection that broke with it. */
const EXIT_MS = 300

/** The end of the program, where that is why something failed; undefined where it still runs. */
export async function endOf(
  program: DrivenProgram | undefined,
  during: string,
): Promise<TargetError | undefined> {
  if (program === undefined) return undefined
  const exit = await Promise.race([program.exited, setTimeout(EXIT_MS, undefined)])
  if (exit === undefined) return undefined
  return withLastWords(
    `${program.name} ${describeExit(exit)}${program.why?.() ?? ''} ${during}.`,
    program,
  )
}

/** What a program that has ended by itself is told of with, once it has. */
export async function describeEnd(program: DrivenProgram): Promise<TargetError> {
  const exit = await program.exited
  const why = program.why?.().replace(/,$/, '') ?? ''
  return withLastWords(`${program.name} ${describeExit(exit)}${why}.`, program)
}
