import type { Culprit } from '@plateau/core'
import { fingerprint } from '@plateau/core/attribution'
import { type Cause, sumOf } from './cause.ts'
import { atTaker } from './connection-takers.ts'
import { descriptorCauses } from './descriptor-causes.ts'
import type { GoEvidence } from './go-evidence.ts'
import { goroutineCauses } from './goroutine-causes.ts'
import type { GrownStack } from './grown-stacks.ts'
import { heapCauses } from './heap-causes.ts'
import { hintFor } from './hints.ts'
import { RAREST_PER_ITERATION } from './leg-growth.ts'
import { offHeapCauses } from './off-heap-causes.ts'
import { describeRate, seconds } from './words.ts'

/** A person mends one cause at a time; what comes behind three is summed up. */
const MOST_CULPRITS = 3

/**
 * One culprit per cause, the likeliest first: goroutines (the rest is often theirs), descriptors, memory
 * outside the heap, the heap by its bytes. A culprit has no `site` where the evidence names none.
 */
export function culpritsOfGo(evidence: GoEvidence): readonly Culprit[] {
  const { project, stacks, goroutines } = evidence
  const blocked = goroutineCauses(goroutines, stacks, project)
  const afterGoroutines = without(stacks, blocked)
  const opened = descriptorCauses(afterGoroutines, evidence)
  const afterDescriptors = without(afterGoroutines, opened)
  const offHeap = offHeapCauses(afterDescriptors, evidence)
  const heap = heapGrew(evidence)
    ? heapCauses(without(afterDescriptors, offHeap), stacks, project)
    : { causes: [], rest: [] }
  const all = [...blocked, ...opened, ...offHeap, ...heap.causes]
  const { takers = [] } = evidence
  const causes = linesFirst(atTaker(all, { stacks, takers, project }))
  const further = [
    ...causes.slice(MOST_CULPRITS).flatMap((cause) => cause.stacks),
    ...heap.rest.filter(({ perIteration }) => perIteration.objects >= RAREST_PER_ITERATION),
  ]
  return causes.slice(0, MOST_CULPRITS).map((cause, at, { length }) => {
    const isLast = at === length - 1
    return culpritOf(cause, isLast ? further : [], evidence)
  })
}

/** Memory outside the heap that has no line is told last: what has one may well keep it. */
function linesFirst(causes: readonly Cause[]): readonly Cause[] {
  const isVague = ({ kind, place }: Cause): boolean => kind === 'off-heap' && place === undefined
  return [...causes.filter((cause) => !isVague(cause)), ...causes.filter(isVague)]
}

function without(stacks: readonly GrownStack[], causes: readonly Cause[]): readonly GrownStack[] {
  const told = new Set(causes.flatMap((cause) => cause.stacks))
  return stacks.filter((stack) => !told.has(stack))
}

/** Stacks that grew a little are no news where the heap as a whole did not. */
function heapGrew({ growth, pooled }: GoEvidence): boolean {
  return pooled || growth.some(({ probe }) => probe === 'heap' || probe === 'heapObjects')
}

function culpritOf(cause: Cause, further: readonly GrownStack[], evidence: GoEvidence): Culprit {
  const { type, perIteration, place } = cause
  const hint = hintFor(cause, evidence)
  const { outlivedMs } = evidence
  const details = [
    ...cause.notes,
    ...(cause.kind === 'goroutine' && outlivedMs !== undefined
      ? [`stayed over ${seconds(outlivedMs)} without an iteration`]
      : []),
    ...(further.length > 0
      ? [`further stacks, ${further.length} in number: ${describeRate(sumOf(further))}`]
      : []),
    ...(hint ? [hint] : []),
  ]
  const culprit = {
    type: evidence.pooled && cause.kind === 'heap' ? `${type} in a sync.Pool` : type,
    perIteration,
    path: [],
    ...(place && { site: place.site }),
    ...(place?.calledFrom && { calledFrom: place.calledFrom }),
    ...(details.length > 0 && { details }),
  }
  return { ...culprit, fingerprint: fingerprint(culprit) }
}
