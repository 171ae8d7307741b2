import type { Culprit } from '../plateau/verdict.ts'
import { type AllocationStack, type Frame, frameKey } from './allocation-profile.ts'
import { fingerprintOfOrigin } from './fingerprint.ts'
import type { SourcePositions } from './source-positions.ts'
import { isUsers } from './user-frames.ts'

/** The part of what is kept that was made below the function which names it; the rest may be by chance. */
const MOST_OF_IT = 0.9

/** Functions of the project's that called it are part of the name, so many at most. */
const MOST_CALLERS = 3

/**
 * Gives culprits the fingerprint of what convicted: the innermost function below which what the births showed to grow was
 * made, with those that called it. It is known before anything is explained, so a leak has the same fingerprint whether
 * there was time for a snapshot, for its lines, or for neither. Of several leaks, each has that of its own births.
 */
export function nameByOrigin(
  culprits: readonly Culprit[],
  grown: readonly AllocationStack[],
  sources: SourcePositions,
): readonly Culprit[] {
  const users = grown
    .map(({ frames, bytes }) => ({ frames: frames.filter(({ url }) => isUsers(url)), bytes }))
    .filter(({ frames }) => frames.length > 0)
  if (users.length === 0) return culprits
  const isTold = culprits.filter(({ path }) => path.length > 0).length > 1
  const named = culprits.map((culprit) => {
    const stacks = isTold ? users.filter(({ frames }) => isOf(frames, culprit)) : users
    return { ...culprit, fingerprint: fingerprintOf(stacks.length > 0 ? stacks : users, sources) }
  })
  const areApart = new Set(named.map(({ fingerprint }) => fingerprint)).size === named.length
  return isTold && !areApart ? culprits : named
}

function isOf([innermost]: readonly Frame[], { site }: Culprit): boolean {
  return innermost?.functionName === (site?.function ?? '')
}

function fingerprintOf(users: readonly UserStack[], sources: SourcePositions): string {
  const common = commonStack(users)
  const stack = common.length > 0 ? common : largestFunction(users)
  const { file } = sources.positionOf(stack[0] as Frame)
  return fingerprintOfOrigin(
    file,
    stack.slice(0, MOST_CALLERS + 1).map(({ functionName }) => functionName),
  )
}

type UserStack = Pick<AllocationStack, 'frames' | 'bytes'>

/** The user's functions, innermost first, below which most of the bytes were made. */
function commonStack(users: readonly UserStack[]): readonly Frame[] {
  const all = users.reduce((sum, { bytes }) => sum + bytes, 0)
  let common: readonly Frame[] = []
  let within = users
  for (let depth = 1; ; depth++) {
    const bytes = new Map<string, number>()
    for (const { frames, bytes: its } of within) {
      const frame = frames.at(-depth)
      if (frame !== undefined) bytes.set(frameKey(frame), (bytes.get(frameKey(frame)) ?? 0) + its)
    }
    const [key, most] = [...bytes].sort((one, other) => other[1] - one[1])[0] ?? ['', 0]
    if (most === 0 || most < MOST_OF_IT * all) return common
    within = within.filter(({ frames }) => {
      const frame = frames.at(-depth)
      return frame !== undefined && frameKey(frame) === key
    })
    common = within[0]?.frames.slice(-depth) ?? common
  }
}

/** Of functions that made about as much, chance would choose: the first by name is taken. */
const AS_MUCH = 0.5

/** After an `await`, or where the runtime calls back, stacks have nothing in common: then the function that made most. */
function largestFunction(users: readonly UserStack[]): readonly Frame[] {
  const bytes = new Map<string, { readonly frame: Frame; bytes: number }>()
  for (const { frames, bytes: its } of users) {
    const [frame] = frames as readonly [Frame]
    const known = bytes.get(frameKey(frame)) ?? { frame, bytes: 0 }
    bytes.set(frameKey(frame), known)
    known.bytes += its
  }
  const most = Math.max(...[...bytes.values()].map((one) => one.bytes))
  return [...bytes.values()]
    .filter((one) => one.bytes >= AS_MUCH * most)
    .map(({ frame }) => frame)
    .sort((one, other) => nameOf(one).localeCompare(nameOf(other)))
    .slice(0, 1)
}

function nameOf({ url, functionName, line }: Frame): string {
  return `${url} ${functionName} ${line}`
}
