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

/** Makes boundaries where births are recorded from outside: its expression gives an object whose method keeps one more. */
export const MARKS_IN_PAGE: string = `({
  marks: new Array(1024).fill(undefined),
  first: ${JSON.stringify(FIRST)},
  second: ${JSON.stringify(SECOND)},
  plateauDecides(at) {
    this.marks[2 * at] = JSON.parse(this.first)
    this.marks[2 * at + 1] = JSON.parse(this.second)
  },
})`

/** A string has 12 bytes beside its characters where V8 compresses pointers, else 16, in whole words. */
const LEAST_HEADER = 12
const MOST_HEADER = 24

/** Whether an object of so many bytes may be the first string of a boundary, or the second. */
export function isMarkLike(which: 0 | 1, bytes: number): boolean {
  const beside = bytes - LENGTHS[which]
  return beside >= LEAST_HEADER && beside <= MOST_HEADER
}

/** What both take at least. */
export const BYTES_OF_MARK: number = LENGTHS[0] + LENGTHS[1] + 2 * LEAST_HEADER
