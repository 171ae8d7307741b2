import type { SourcePosition } from '@plateau/core'
import { ownerOf, type ProjectFiles, positionOf } from '../explain/go-sources.ts'
import { type Place, placeOf } from '../explain/stack-place.ts'
import type { Frame } from '../frame.ts'
import type { StackPair } from '../report/stack-pairs.ts'

/** A stack that holds more than before. */
export interface HeapGrowth {
  readonly objects: number
  readonly bytes: number
  /** The innermost line that is not Go's own, else that of Go that asked for the memory. */
  readonly site: SourcePosition
  /** The project's line that led there, where `site` is in a package. */
  readonly calledFrom?: SourcePosition
  /** Innermost first. */
  readonly stack: readonly Frame[]
}

/** Nothing is known of where the program was built. */
const UNKNOWN: ProjectFiles = {}

/** What grew, biggest first. */
export function heapGrowth(pairs: readonly StackPair[]): readonly HeapGrowth[] {
  return pairs
    .flatMap(({ stack, base, final }): HeapGrowth[] => {
      const [objects, bytes] = [final.objects - base.objects, final.bytes - base.bytes]
      const hasGrown = bytes > 0 || objects > 0
      const place = placeOf(stack, UNKNOWN) ?? placeInGo(stack)
      if (!hasGrown || place === undefined || stack.some(isMeasuring)) return []
      return [{ objects, bytes, ...place, stack }]
    })
    .sort((one, other) => other.bytes - one.bytes || other.objects - one.objects)
}

function placeInGo(stack: readonly Frame[]): Place | undefined {
  const asking =
    stack.find((frame) => ownerOf(frame, UNKNOWN) === 'standard') ??
    stack.find(({ file }) => !/(?:^|\/)runtime\/malloc\w*\.go$/.test(file)) ??
    stack[0]
  return asking && { site: positionOf(asking, UNKNOWN) }
}

/** What profiles are written with is in them, too. */
function isMeasuring({ function: name }: Frame): boolean {
  return /^(?:net\/http\/pprof|runtime\/pprof)\./.test(name)
}
