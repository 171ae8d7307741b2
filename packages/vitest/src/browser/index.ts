import '../types.ts'
import { expect } from 'vitest'
import { toLeak } from './to-leak.ts'

expect.extend({ toLeak })

export { defineScenario, type LeakOptions, type Scenario } from '@plateau/core/browser'
export { configure } from './configure.ts'
