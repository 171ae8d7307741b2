/** Why an iteration failed, as the end of a sentence, and what only the console is told of it. */
export interface FailureReason {
  readonly reason: string
  readonly output?: string
  /** What the service answered, where that is why. */
  readonly status?: number
}

/**
 * Of an error of Plateau's own, its words. Others may quote the service, as that of `JSON.parse` does: of them
 * a report keeps the class alone.
 */
export function reasonOf(error: unknown): FailureReason {
  const { code, message, output, name, status } = error as {
    readonly code?: unknown
    readonly message: string
    readonly output?: string
    readonly name: string
    readonly status?: number
  }
  if (code === 'PLATEAU_TARGET') {
    return {
      reason: message,
      ...(output !== undefined && { output }),
      ...(status !== undefined && { status }),
    }
  }
  if (!(error instanceof Error)) return { reason: 'it threw what is no error' }
  return { reason: `it threw ${name}`, output: `It says: ${message}` }
}
