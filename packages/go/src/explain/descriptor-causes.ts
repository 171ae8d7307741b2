import { areAlike, type Cause, sumOf } from './cause.ts'
import type { GoEvidence } from './go-evidence.ts'
import type { ProjectFiles } from './go-sources.ts'
import { ACCEPTS } from './goroutine-kin.ts'
import type { GrownStack } from './grown-stacks.ts'
import { RAREST_PER_ITERATION } from './leg-growth.ts'
import { frameKey } from './stack-key.ts'
import { ownFrame, placeOf } from './stack-place.ts'

/** What obtains a descriptor from the system and makes an object for it. */
const OPENS =
  /^(?:os\.(?:newFile|NewFile|newDir|Open|OpenFile|Create|OpenRoot|Pipe|newRoot|pidfd\w*|startProcess)|net\.(?:newFD|\(\*netFD\)\.(?:accept|dup))|syscall\.(?:Open|Socket|Pipe2?|Dup|EpollCreate1?)|golang\.org\/x\/sys\/unix\.(?:Open|Openat|Socket|Pipe2?|Dup|Eventfd|EpollCreate1?|InotifyInit1?|MemfdCreate))$/

/** One cause for each line of the project that opens descriptors which stay open. */
export function descriptorCauses(
  stacks: readonly GrownStack[],
  evidence: GoEvidence,
): readonly Cause[] {
  const { growth, closedByCollector, allocated = [], project } = evidence
  const rate = growth.find(({ probe }) => probe === 'fds')?.perIteration
  if (rate === undefined && !closedByCollector) return []
  const openers = stacks.filter(opens)
  const active = openers.filter(({ stack }) => !stack.some((frame) => ACCEPTS.test(frame.function)))
  // What accepts opens nothing by itself, where the other end is in the same process.
  const lines = byOwnLine(active.length > 0 ? active : openers, project)
  // Descriptors without an object, and those that are closed as the profile is taken: who opens any?
  const isExplained = lines.length > 0 || evidence.stacks.some(opens)
  const found = isExplained ? lines : onlyLine(byOwnLine(allocated.filter(opens), project))
  return found.map((group) => {
    const kept = stacks.filter((stack) => isMadeWith(stack, group, project))
    const [first] = group
    return {
      kind: 'descriptor',
      type: 'file descriptor',
      perIteration: {
        objects: found.length === 1 && rate !== undefined ? rate : greatestRate(group),
        bytes: sumOf([...group, ...kept]).bytes,
      },
      place: first && placeOf(first.stack, project),
      goroutines: [],
      stacks: [...group, ...kept],
      notes: closedByCollector
        ? ['closed only by the garbage collector: no Close on this path']
        : [],
    }
  })
}

function opens({ stack }: GrownStack): boolean {
  return stack.some((frame) => OPENS.test(frame.function))
}

/** Where several lines open descriptors and only some of them close theirs, none is named. */
function onlyLine(lines: readonly (readonly GrownStack[])[]): readonly (readonly GrownStack[])[] {
  return lines.length === 1 ? lines : []
}

function byOwnLine(
  stacks: readonly GrownStack[],
  project: ProjectFiles,
): readonly (readonly GrownStack[])[] {
  const lines = new Map<string, GrownStack[]>()
  for (const stack of stacks) {
    const own = ownFrame(stack.stack, project)
    if (own === undefined) continue
    lines.set(frameKey(own), [...(lines.get(frameKey(own)) ?? []), stack])
  }
  return [...lines.values()]
}

/** What the same function makes for each descriptor: names, deferred calls, the list that keeps them. */
function isMadeWith(
  { stack, perIteration }: GrownStack,
  group: readonly GrownStack[],
  project: ProjectFiles,
): boolean {
  if (group.some((opener) => opener.stack === stack)) return false
  const own = ownFrame(stack, project)
  const isStore = perIteration.objects < RAREST_PER_ITERATION
  return group.some((opener) => {
    const isSameFunction = own?.function === ownFrame(opener.stack, project)?.function
    return (
      isSameFunction && (isStore || areAlike(perIteration.objects, opener.perIteration.objects))
    )
  })
}

/** An opened file is one object at some of the stacks; at others it is several. */
function greatestRate(group: readonly GrownStack[]): number {
  return Math.max(...group.map(({ perIteration }) => perIteration.objects))
}
