/** What a command ends with, for scripts to tell outcomes apart. */
export const EXIT = {
  plateau: 0,
  growth: 1,
  misuse: 2,
  unsettled: 3,
  targetFailed: 4,
  harnessFailed: 5,
} as const

/** As a shell tells of a program that a signal ended: 128 and its number. */
export function exitCodeOfSignal(reason: unknown): number {
  return reason === 'SIGTERM' ? 128 + 15 : 128 + 2
}
