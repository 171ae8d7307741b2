import './types.ts'
import { register } from './register.ts'

register()

export {
  collected,
  configure,
  defineScenario,
  type LeakOptions,
  type Scenario,
} from '@plateau/core'
export { assertNoLeak } from './assert-no-leak.ts'
export { track } from './objects.ts'
