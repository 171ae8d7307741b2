import './types.ts'
import { expect } from 'vitest'
import { toLeak } from './to-leak.ts'

expect.extend({ toLeak })

export { assertNoLeak, configure, type LeakOptions, type Scenario } from '@plateau/core'
