/** How a program ended. */
export interface ProgramExit {
  /** Undefined when a signal ended it. */
  readonly code: number | undefined
  readonly signal: NodeJS.Signals | undefined
  /** Whether the kernel killed it for want of memory: its counter of such kills rose. */
  readonly isOutOfMemory: boolean
}

/** The predicate of a sentence about the program, such as `ended by itself with code 3`. */
export function describeExit({ code, signal, isOutOfMemory }: ProgramExit): string {
  if (isOutOfMemory) {
    return `was killed by the kernel for want of memory (${signal ?? `code ${code}`})`
  }
  return signal === undefined ? `ended by itself with code ${code}` : `was killed by ${signal}`
}
