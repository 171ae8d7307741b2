/** When a sample was taken, by both clocks. */
export interface Moment {
  /** Of a monotonic clock. */
  readonly elapsedMs: number
  /** Milliseconds since 1970. */
  readonly wall: number
}

/** Clocks that drift do so by less than this between two samples. */
const JUMP_MS = 2000

/** Checkpoints vary by this much without anybody having slept. */
const GAP_TIMES = 3

/** Shorter waits are those of a busy machine. */
const SHORTEST_GAP_MS = 5000

/** What happened between two samples to the clock and to the machine, as whole sentences. */
export function clockEvents(
  before: Moment,
  now: Moment,
  usualMs: number | undefined,
): readonly { readonly kind: 'clock' | 'gap'; readonly message: string }[] {
  const passedMs = now.elapsedMs - before.elapsedMs
  const jumpMs = now.wall - before.wall - passedMs
  const events: { kind: 'clock' | 'gap'; message: string }[] = []
  if (Math.abs(jumpMs) > JUMP_MS) {
    const way = jumpMs > 0 ? 'forward' : 'back'
    events.push({
      kind: 'clock',
      message: `The wall clock jumped ${way} by ${seconds(Math.abs(jumpMs))}: it was set, or the machine slept. Times of this run are taken from a clock that does not jump.`,
    })
  }
  if (usualMs !== undefined && passedMs > Math.max(SHORTEST_GAP_MS, GAP_TIMES * usualMs)) {
    events.push({
      kind: 'gap',
      message: `No sample was taken for ${seconds(passedMs)}, where ${seconds(usualMs)} are usual: the target or the machine stood still.`,
    })
  }
  return events
}

function seconds(milliseconds: number): string {
  return `${(milliseconds / 1000).toFixed(1)} s`
}
