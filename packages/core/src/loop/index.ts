export { KNOWN_FILE, knownIn } from '../known-file.ts'
export {
  appendRow,
  LOOP_VARIABLE,
  type LoopEnvironment,
  loopEnvironment,
} from './loop-environment.ts'
export { type LoopRow, rowAccepting } from './loop-row.ts'
export { DEFAULT_TERMS, type LoopTerms } from './loop-terms.ts'
export { type LoopedTest, loopTest } from './loop-test.ts'
export { SELF_TEST } from './self-test.ts'
