import fs from 'node:fs'
import type { Probe } from './probe.ts'

/** Where Linux lists the threads of this process, one folder each. */
const DIRECTORY = '/proc/self/task'

/** A folder is linked from its parent, from itself, and from each folder in it. */
const OWN_LINKS = 2

/** libuv starts all threads of its pool when the first of them is needed. */
const USUAL_POOL = 4

/** Threads of this process, or `undefined` where the system does not list them (all but Linux). */
export function threadsProbe(): Probe | undefined {
  const listed = countListed()
  if (listed === undefined) return undefined
  const stray = Number(process.env.UV_THREADPOOL_SIZE) || USUAL_POOL
  // A sandboxed kernel may list threads without counting them as links.
  const read = countLinked() === listed ? countLinked : () => countListed() ?? 0
  return { name: 'threads', unit: 'count', isProcessWide: true, stray, read }
}

/** A third of the price of a listing. */
function countLinked(): number {
  return fs.statSync(DIRECTORY).nlink - OWN_LINKS
}

function countListed(): number | undefined {
  try {
    return fs.readdirSync(DIRECTORY).length
  } catch {
    return undefined
  }
}
