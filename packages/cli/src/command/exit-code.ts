import { EXIT, exitCodeOfSignal } from '@plateau/go/kit'
import type { EndRecord } from '../run/run-record.ts'
import { worstKind } from '../run/soak.ts'

/** Whatever was not done to its end is no pass, and no statement about leaks either. */
export function exitCodeOfEnd(end: EndRecord, signal: AbortSignal | undefined): number {
  switch (end.reason) {
    case 'done':
      return EXIT[worstKind(end.verdicts)]
    case 'target':
      return EXIT.targetFailed
    case 'harness':
      return EXIT.harnessFailed
    case 'interrupted':
      return exitCodeOfSignal(signal?.reason)
  }
}
