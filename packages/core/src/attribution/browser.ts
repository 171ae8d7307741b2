export { createSnapshotReader } from '../snapshot/snapshot-reader.ts'
export type { HeapProfile } from './allocation-profile.ts'
export { fingerprint } from './fingerprint.ts'
export {
  FEWEST_PAGE_ITERATIONS,
  inWordsOfPages,
  isTimeForSnapshot,
  pageIterations,
  withoutSnapshotNote,
} from './page-plan.ts'
export { type PageHalves, runPageHalves } from './page-run.ts'
export type { ScriptPlace } from './script-directory.ts'
export type { SourcePositions } from './source-positions.ts'
export { culpritsOf, culpritsOfProfile } from './tracked-culprits.ts'
export type { TrackedRun } from './tracked-run.ts'
