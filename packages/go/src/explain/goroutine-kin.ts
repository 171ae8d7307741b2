import type { GoroutineGroup } from '../profile/goroutines.ts'
import { isLikeRate, type Kin } from './cause.ts'
import { packageOf, shownFunction } from './go-names.ts'
import { ownerOf, type ProjectFiles } from './go-sources.ts'
import type { GrownStack } from './grown-stacks.ts'
import { RAREST_PER_ITERATION } from './leg-growth.ts'
import { calledByOwn, ownFrame, type Place, placeOf } from './stack-place.ts'

/** The packages and modules that started the goroutine and that it runs in. */
export function familyOf(
  { stack, createdBy }: GoroutineGroup,
  project: ProjectFiles,
): readonly string[] {
  const frames = [...stack, ...(createdBy ? [createdBy] : [])]
  return [...new Set(frames.flatMap((frame) => familyOfFrame(frame, project)))]
}

type Frame = GoroutineGroup['stack'][number]

/** Packages that everything is made with: to share them means nothing. */
const COMMON =
  /^(?:internal|runtime|sync|context|io|bufio|bytes|os|net|time|fmt|errors|syscall|crypto|reflect|strings)(?:$|\/(?!http|rpc))/

/** `github.com/acme/client`: three elements are the longest common form of a module's path. */
const MODULE_ELEMENTS = 3

function familyOfFrame(frame: Frame, project: ProjectFiles): readonly string[] {
  const path = packageOf(frame.function)
  const owner = ownerOf(frame, project)
  if (owner === 'dependency') return [path.split('/').slice(0, MODULE_ELEMENTS).join('/')]
  if (owner !== 'standard' || COMMON.test(path)) return []
  return [path.split('/').slice(0, 2).join('/')]
}

/** Whether the heap that a stack made would be gone with these goroutines. */
export function isConsequence(
  { stack, perIteration }: GrownStack,
  { goroutines }: Kin,
  project: ProjectFiles,
): boolean {
  if (stack.every((frame) => ownerOf(frame, project) === 'runtime')) return true
  return goroutines.some(({ group, perIteration: rate }) => {
    if (isMadeBy(stack, group, project)) return true
    // A map of contexts or channels grows by steps, at no rate.
    const isStore = perIteration.objects < RAREST_PER_ITERATION
    if (isStore && isMadeWith(stack, group, project)) return true
    if (!isLikeRate(perIteration.objects, rate)) return false
    return (
      isMadeWith(stack, group, project) || callsFamily(stack, familyOf(group, project), project)
    )
  })
}

/** By the goroutine itself. What runs in a server's own goroutine is the project's doing. */
function isMadeBy(stack: readonly Frame[], group: GoroutineGroup, project: ProjectFiles): boolean {
  const entry = group.stack.at(-1)
  if (entry === undefined || !hasFunction(stack, entry)) return false
  return ownerOf(entry, project) === 'project' || ownFrame(stack, project) === undefined
}

/** By the function that started it; of the project's functions only what it allocates itself. */
function isMadeWith(
  stack: readonly Frame[],
  { createdBy }: GoroutineGroup,
  project: ProjectFiles,
): boolean {
  if (createdBy === undefined) return false
  if (ownerOf(createdBy, project) !== 'project') return hasFunction(stack, createdBy)
  const own = ownFrame(stack, project)
  return own !== undefined && hasFunction([own], createdBy)
}

function hasFunction(stack: readonly Frame[], wanted: Frame): boolean {
  const name = shownFunction(wanted.function)
  return stack.some((frame) => shownFunction(frame.function) === name)
}

/** Whether the project's line called the library that started the goroutines. */
function callsFamily(
  stack: readonly Frame[],
  families: readonly string[],
  project: ProjectFiles,
): boolean {
  const inner = calledByOwn(stack, project).filter((frame) => {
    const owner = ownerOf(frame, project)
    return owner === 'standard' || owner === 'dependency'
  })
  const called = ownFrame(stack, project) ? inner.slice(-1) : inner
  return called.some((frame) =>
    familyOfFrame(frame, project).some((family) => families.includes(family)),
  )
}

/** Made by the function that opened what the goroutines serve, and as often. */
export function isMadeByOpener(
  { stack, perIteration }: GrownStack,
  opener: Place | undefined,
  { goroutines, project }: { goroutines: Kin['goroutines']; project: ProjectFiles },
): boolean {
  const own = ownFrame(stack, project)
  if (own === undefined || opener === undefined) return false
  if (shownFunction(own.function) !== opener.site.function) return false
  return (
    perIteration.objects < RAREST_PER_ITERATION ||
    goroutines.some((grown) => isLikeRate(perIteration.objects, grown.perIteration))
  )
}

/** A goroutine that a server started for what a client opened. */
export function isAccepted({ createdBy }: GoroutineGroup): boolean {
  return createdBy !== undefined && ACCEPTS.test(createdBy.function)
}

/** A server's loop accepts what others open: its line opened nothing. */
export const ACCEPTS: RegExp =
  /\.(?:\(\*?\w+\)\.)?(?:[aA]ccept\w*|Serve|ServeTLS|ListenAndServe(?:TLS)?)$/

/** One line must stand out that much from all others. */
const DOMINANCE = 2

/**
 * The project's line that opened what these goroutines serve, told by the heap they keep: goroutines of
 * libraries have no such line on their own stacks. Undefined where several lines might be it.
 */
export function findOpener(
  { goroutines }: Kin,
  kept: readonly GrownStack[],
  project: ProjectFiles,
): Place | undefined {
  const creators = new Set(
    goroutines.flatMap(({ group }) =>
      group.createdBy ? [shownFunction(group.createdBy.function)] : [],
    ),
  )
  const candidates = kept.filter(
    ({ stack }) =>
      ownFrame(stack, project) !== undefined &&
      !calledByOwn(stack, project).some((frame) => ACCEPTS.test(frame.function)),
  )
  const direct = candidates.filter(({ stack }) =>
    stack.some((frame) => creators.has(shownFunction(frame.function))),
  )
  return dominantLine(direct.length > 0 ? direct : candidates, project)
}

interface Line {
  readonly place: Place
  readonly functionName: string
  objects: number
}

function dominantLine(stacks: readonly GrownStack[], project: ProjectFiles): Place | undefined {
  const lines = new Map<string, Line>()
  for (const { stack, perIteration } of stacks) {
    const own = ownFrame(stack, project)
    const place = own && placeOf([own], project)
    if (own === undefined || place === undefined) continue
    const key = `${own.file}:${own.line}`
    const known = lines.get(key) ?? { place, functionName: own.function, objects: 0 }
    known.objects += perIteration.objects
    lines.set(key, known)
  }
  const [first, ...others] = [...lines.values()].toSorted(
    (one, other) => other.objects - one.objects,
  )
  const rival = others.find(({ functionName }) => functionName !== first?.functionName)
  if (first === undefined) return undefined
  return rival && first.objects < DOMINANCE * rival.objects ? undefined : first.place
}
