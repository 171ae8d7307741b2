import type { EndRecord } from '../run/run-record.ts'
import { worstKind } from '../run/soak.ts'

/** What a command ends with, for scripts to tell outcomes apart. */
export const EXIT = {
  plateau: 0,
  growth: 1,
  misuse: 2,
  unsettled: 3,
  targetFailed: 4,
  harnessFailed: 5,
} as const

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

/** As a shell tells of a program that a signal ended: 128 and its number. */
export function exitCodeOfSignal(reason: unknown): number {
  return reason === 'SIGTERM' ? 128 + 15 : 128 + 2
}
