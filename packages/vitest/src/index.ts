import './types.ts'
import { provideSourceMaps } from '@plateau/core'
import { expect } from 'vitest'
import { sourceMapOf } from './source-maps.ts'
import { toLeak } from './to-leak.ts'

provideSourceMaps(sourceMapOf)
expect.extend({ toLeak })

export {
  assertNoLeak,
  configure,
  defineScenario,
  type LeakOptions,
  type Scenario,
} from '@plateau/core'
