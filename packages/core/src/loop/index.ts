export { nowMs } from '../engine/clock.ts'
export {
  appendRow,
  LOOP_VARIABLE,
  type LoopEnvironment,
  loopEnvironment,
} from './loop-environment.ts'
export { type LoopRow, rowOfVerdict } from './loop-row.ts'
export { DEFAULT_TERMS, type LoopedTest, type LoopTerms, loopTest } from './loop-test.ts'
