export { setDefaults } from './configure.ts'
export { type CollectionPace, createCollectionPace } from './engine/collection-pace.ts'
export { createIterationLoop } from './engine/iteration-loop.ts'
export { MisuseError } from './errors.ts'
export { type MatcherResult, matchVerdict, withinTest } from './match-verdict.ts'
export { type Readable, validateOptions } from './option-checks.ts'
export type { LeakOptions } from './options.ts'
export type { GrownStore, SurvivorPhase } from './plateau/survivors.ts'
export type { Culprit, GrowthVerdict, SourcePosition } from './plateau/verdict.ts'
export {
  defineScenario,
  type ResolvedScenario,
  resolveScenario,
  type Scenario,
} from './scenario.ts'
export { nowMs } from './target/deadline.ts'
export { startTargetCheck } from './target/start-target-check.ts'
export type {
  ProbeSpec,
  Target,
  TargetContext,
  TargetEvidence,
  TargetExplanation,
  TargetPort,
  TargetSession,
} from './target/target.ts'
export { atCallSite, failingAt, trackCheck } from './tracked-check.ts'
