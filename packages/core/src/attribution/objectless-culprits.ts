import type { Culprit, PathStep } from '../plateau/verdict.ts'
import type { Findings } from './culprit-of.ts'
import { ENTRY } from './entry.ts'
import { fingerprint } from './fingerprint.ts'
import { typeName } from './node-names.ts'
import type { Opening } from './opened-descriptors.ts'
import { retentionPath } from './retention-path.ts'
import type { ScriptPlace } from './script-directory.ts'
import type { ProcessSources } from './source-positions.ts'
import type { CountedLeak, StoreLeak } from './store-leaks.ts'

/** A slot of a store on a 64-bit engine, and an element of an array of numbers. */
const SLOT_BYTES = 8

/** Numbers and references that were there before have no allocation: the line that adds them is the site. */
export function storeCulprit(
  { node, entriesPerIteration }: StoreLeak,
  { retention, sources }: Findings,
  addedAt: ScriptPlace | undefined,
): Culprit {
  const site = addedAt && sources.positionOf(addedAt)
  const told = withFingerprint({
    type: ENTRY,
    perIteration: { objects: entriesPerIteration, bytes: SLOT_BYTES * entriesPerIteration },
    path: retentionPath(retention, node),
  })
  return { ...told, ...(site && { site }) }
}

/** A store that was counted, where there was no time to learn what holds it. */
export function countedCulprit({ container, entriesPerIteration }: CountedLeak): Culprit {
  return withFingerprint({
    type: ENTRY,
    perIteration: { objects: entriesPerIteration, bytes: SLOT_BYTES * entriesPerIteration },
    path: [{ name: 'a store', type: container }],
  })
}

/** One buffer or string that is replaced by a longer one in every iteration. */
export function largestCulprit(
  { node, bytesPerIteration }: { readonly node: number; readonly bytesPerIteration: number },
  { retention }: Findings,
): Culprit {
  const path: readonly PathStep[] = retentionPath(retention, node)
  return withFingerprint({
    type: typeName(retention.snapshot, node),
    perIteration: { objects: 0, bytes: bytesPerIteration },
    path,
    details: ['it is one object that grows, or is replaced by a larger one'],
  })
}

/** An open descriptor is held by the process itself: what counts is the call that opened it. */
export function descriptorCulprit(
  { url, line, column, functionName, opener, times }: Opening,
  iterations: number,
  sources: ProcessSources,
): Culprit {
  const scriptId = sources.scriptIdOf(url)
  const place = { scriptId: scriptId ?? -1, line: line - 1, column: column - 1 }
  const site =
    scriptId === undefined
      ? { file: sources.showFile(url), line, column }
      : sources.positionOf(place, functionName)
  return withFingerprint({
    type: 'file descriptor',
    perIteration: { objects: times / iterations, bytes: 0 },
    path: [{ name: 'open file descriptors (fds) of the process', type: '' }],
    details: [`opened by fs.${opener}`],
    site,
  })
}

function withFingerprint(culprit: Omit<Culprit, 'fingerprint'>): Culprit {
  return { ...culprit, fingerprint: fingerprint(culprit) }
}
