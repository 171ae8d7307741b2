import { readdir, readlink } from 'node:fs/promises'

/** More descriptors are not looked through before each sample. */
const MOST_LISTED = 500

/** How many descriptors of a process are pipes. 0 where that is not told. */
export async function countPipes(pid: number | undefined): Promise<number> {
  if (pid === undefined || process.platform !== 'linux') return 0
  const folder = `/proc/${pid}/fd`
  const names = await readdir(folder).catch(() => [])
  if (names.length > MOST_LISTED) return 0
  const links = await Promise.all(
    names.map((name) => readlink(`${folder}/${name}`).catch(() => '')),
  )
  return links.filter((link) => link.startsWith('pipe:')).length
}

/** Tells pipes that the program left to the collector from those of Go's own pool, sample by sample. */
export interface PooledPipes {
  /** Of so many that a collection closed, after so many iterations since the sample before, those that were left to it. */
  leftOpen(closed: number, iterations: number): number
}

/** io.Copy between connections goes through pipes that Go pools, at most as many as copy at the same time. */
const MOST_POOLED = 8

/** The first samples come after runs of other lengths than the legs have. */
const FIRST_SAMPLES = 2

interface Closed {
  readonly closed: number
  readonly iterations: number
}

export function followPipes(): PooledPipes {
  const first: Closed[] = []
  return {
    leftOpen(closed, iterations) {
      const now = { closed, iterations }
      const other = first.toSorted((one, two) => apart(two, now) - apart(one, now))[0]
      if (first.length < FIRST_SAMPLES) first.push(now)
      return other === undefined ? 0 : leftBeside(other, now)
    },
  }
}

function apart(one: Closed, other: Closed): number {
  return Math.abs(one.iterations - other.iterations)
}

/** Iterations that leave pipes leave more of them the more there are; a pool has as many after five as after hundreds. */
function leftBeside(other: Closed, now: Closed): number {
  const more = now.iterations - other.iterations
  if (Math.abs(more) <= MOST_POOLED) return Math.max(0, now.closed - MOST_POOLED)
  const difference = (now.closed - other.closed) * Math.sign(more)
  if (difference <= MOST_POOLED) return 0
  return Math.min(now.closed, Math.round((difference / Math.abs(more)) * now.iterations))
}
