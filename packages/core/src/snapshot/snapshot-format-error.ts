export interface FormatProblem {
  /** What is wrong, as the rest of a sentence that starts with the name of the file and a colon. */
  readonly problem: string
  /** Of the wrong byte, or behind the numbers among which it is; left out where no one place is wrong. */
  readonly byteOffset?: number
  /** What to do about it, in whole sentences. */
  readonly fix?: string
}

/** The fix for what was a snapshot once. */
const TAKE_AGAIN =
  'Take the snapshot again, and read it only when it is complete: when v8.writeHeapSnapshot() has returned, or all chunks have arrived.'

/** The fix for what never was one. */
export const GIVE_A_SNAPSHOT =
  'Give a heap snapshot of V8, as Node, Chromium, Deno and Electron write it (.heapsnapshot).'

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
