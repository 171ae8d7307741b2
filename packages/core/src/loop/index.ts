export { KNOWN_FILE, knownIn } from '../known-file.ts'
export { adviceOfLoop } from '../more-time.ts'
export {
  appendRow,
  LOOP_VARIABLE,
  type LoopEnvironment,
  loopEnvironment,
} from './loop-environment.ts'
export { expectedMs, type LoopPlan, readPlan, tellPlan } from './loop-plan.ts'
export { type LoopRow, rowAccepting } from './loop-row.ts'
export { kindsOf, loopSummary, readRows } from './loop-summary.ts'
export { DEFAULT_TERMS, type LoopTerms } from './loop-terms.ts'
export { type LoopedTest, loopTest } from './loop-test.ts'
export { SELF_TEST } from './self-test.ts'
