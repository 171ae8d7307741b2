export interface FormatProblem {
  /** A sentence without its full stop: what is wrong. */
  readonly problem: string
  /** In bytes from the start of the file; left out where the whole file is meant. */
  readonly byteOffset?: number
  /** A sentence: what to do about it. */
  readonly fix?: string
}

const TAKE_AGAIN =
  'Take the snapshot again with v8.writeHeapSnapshot() or the memory panel of Chrome.'

/** Thrown for what is no complete heap snapshot of V8; says what is wrong, at which byte, and the fix. */
export class SnapshotFormatError extends Error {
  readonly code = 'PLATEAU_SNAPSHOT_FORMAT'
  override readonly name = 'SnapshotFormatError'
  readonly byteOffset: number | undefined
  private readonly found: FormatProblem

  constructor(found: FormatProblem, source = 'The heap snapshot') {
    const at = found.byteOffset === undefined ? '' : ` (at byte ${found.byteOffset})`
    super(`${source} cannot be read: ${found.problem}${at}. ${found.fix ?? TAKE_AGAIN}`)
    this.byteOffset = found.byteOffset
    this.found = found
  }

  /** The same error, naming the file it is about. */
  in(path: string): SnapshotFormatError {
    return new SnapshotFormatError(this.found, path)
  }
}
