import type { SourcePosition } from '@plateau/core'
import type { Frame } from '../frame.ts'
import { ownerOf, type ProjectFiles, positionOf } from './go-sources.ts'

/** The line to show for a stack, and the project's own line where that is in a package. */
export interface Place {
  readonly site: SourcePosition
  readonly calledFrom?: SourcePosition
}

/** Undefined where the stack has lines of the standard library only. */
export function placeOf(stack: readonly Frame[], project: ProjectFiles): Place | undefined {
  const innermost = stack.find((frame) => {
    const owner = ownerOf(frame, project)
    return owner === 'project' || owner === 'dependency'
  })
  if (innermost === undefined) return undefined
  const site = positionOf(innermost, project)
  if (ownerOf(innermost, project) === 'project') return { site }
  const own = ownFrame(stack, project)
  return own ? { site, calledFrom: positionOf(own, project) } : { site }
}

/** The innermost line of the project's own code. */
export function ownFrame(stack: readonly Frame[], project: ProjectFiles): Frame | undefined {
  return stack.find((frame) => ownerOf(frame, project) === 'project')
}

/** What the project's own line called: all that is further in. The whole stack where it has no such line. */
export function calledByOwn(stack: readonly Frame[], project: ProjectFiles): readonly Frame[] {
  const own = stack.findIndex((frame) => ownerOf(frame, project) === 'project')
  return own === -1 ? stack : stack.slice(0, own)
}
