/**
 * A boundary between two batches in V8's profile of allocations: two strings of odd lengths, made by a builtin. A function
 * of its own would be inlined and its name lost; one size alone was met once in a logger's buffer.
 */
export function makeMark(): readonly [unknown, unknown] {
  return [JSON.parse(FIRST), JSON.parse(SECOND)]
}

const LENGTHS = [1303, 977] as const
const FIRST = JSON.stringify('p'.repeat(LENGTHS[0]))
const SECOND = JSON.stringify('q'.repeat(LENGTHS[1]))

/** A string of one-byte characters takes 16 bytes more, in whole words of 8. */
export const MARK_SIZES: readonly [number, number] = [bytesOf(LENGTHS[0]), bytesOf(LENGTHS[1])]

function bytesOf(length: number): number {
  return Math.ceil((length + 16) / 8) * 8
}
