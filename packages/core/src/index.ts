export { type BunTargetOptions, bunTarget } from './bun-process/bun-target.ts'
export { assertNoLeak, checkLeak, startCheck } from './check-leak.ts'
export { configure } from './configure.ts'
export {
  isLeakError,
  isRetainedError,
  isUnsettledError,
  LeakError,
  MisuseError,
  RetainedError,
  UnsettledError,
} from './errors.ts'
export { withinTest } from './match-verdict.ts'
export { type MatcherCall, type MatcherResult, matchLeak } from './matcher.ts'
export { nodeTarget } from './node-process/node-target.ts'
export type { NodeTargetOptions } from './node-process/node-target-options.ts'
export { answerOf, type Collected, collected, startCollection } from './objects/collected.ts'
export type { Class } from './objects/count-instances.ts'
export { keepsNo } from './objects/keeps-no.ts'
export { type Tracked, track, UndisposedError } from './objects/track.ts'
export type { LeakOptions } from './options.ts'
export type { KnownLeak } from './plateau/known-leak.ts'
export type { Collection, Series, Unit } from './plateau/series.ts'
export type { GrownStore, SurvivorPhase, Survivors } from './plateau/survivors.ts'
export type {
  Culprit,
  Evidence,
  Growth,
  GrowthVerdict,
  PathStep,
  PlateauVerdict,
  ProbeName,
  Reason,
  Resolution,
  Retained,
  RunnerMade,
  SourcePosition,
  UnsettledVerdict,
  Verdict,
} from './plateau/verdict.ts'
export type { IfRepeatable, PassAFunction } from './repeatable.ts'
export { describeVerdict } from './report/describe-verdict.ts'
export { provideForgetting } from './runner-notes.ts'
export { defineScenario, type Scenario, type ScenarioSteps } from './scenario.ts'
export { provideSourceMaps } from './source-maps.ts'
export { type ProcessTargetOptions, processTarget } from './system-process/process-target.ts'
export {
  type HiddenGrowth,
  type ProbeSpec,
  type ProcessCensus,
  type ProcessSample,
  type Sample,
  type Schedule,
  type Target,
  type TargetContext,
  TargetError,
  type TargetEvent,
  type TargetEvidence,
  type TargetExplanation,
  type TargetPort,
  type TargetSession,
  type Unmeasured,
  type WaitedFor,
  wholeMessage,
} from './target/target.ts'
export { atCallSite, failingAt, type TrackedCheck, trackCheck } from './tracked-check.ts'
