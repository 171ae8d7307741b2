/** Thrown where a full collection is impossible; `code` is `'PLATEAU_GC_UNAVAILABLE'`. */
export class GcUnavailableError extends Error {
  readonly code = 'PLATEAU_GC_UNAVAILABLE'
  override readonly name = 'GcUnavailableError'

  constructor(reason: string, remedy: string) {
    super(`A full garbage collection is impossible here: ${reason}. To allow it, ${remedy}.`)
  }
}
