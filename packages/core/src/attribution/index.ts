export { type CollectionPace, createCollectionPace } from '../engine/collection-pace.ts'
export { keepFile, keepWhole, NOTHING_KEPT } from '../engine/kept-file.ts'
export { computeDominators } from '../snapshot/dominators.ts'
export type { HeapSnapshot } from '../snapshot/heap-snapshot.ts'
export { createSnapshotReader, readSnapshotFile } from '../snapshot/read-snapshot.ts'
export { SnapshotFormatError } from '../snapshot/snapshot-format-error.ts'
export { COUNT_ENTRIES, GROWN_STORES, type StoreRow } from '../witness/store-functions.ts'
export type { HeapProfile } from './allocation-profile.ts'
export { fingerprint } from './fingerprint.ts'
export { isStore, leakedTypeName, nodeWithId, typeName } from './node-names.ts'
export {
  FEWEST_PAGE_ITERATIONS,
  inWordsOfPages,
  isTimeForSnapshot,
  pageIterations,
  withoutSnapshotNote,
} from './page-plan.ts'
export { type PageHalves, runPageHalves } from './page-run.ts'
export { pathFinder, pathOfObject } from './path-of-object.ts'
export { HALVES, type Phases } from './phases.ts'
export type { ScriptPlace } from './script-directory.ts'
export type { SourcePositions } from './source-positions.ts'
export { culpritsOf, culpritsOfProfile } from './tracked-culprits.ts'
export type { TrackedRun } from './tracked-run.ts'
