import './types.ts'
import { register } from './register.ts'

register()

export { assertNoLeak, configure, type LeakOptions, type Scenario } from '@plateau/core'
