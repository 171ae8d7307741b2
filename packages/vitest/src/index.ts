import './types.ts'
import { provideSourceMaps } from '@plateau/core'
import { expect } from 'vitest'
import { toBeCollected, toKeepNo } from './objects.ts'
import { sourceMapOf } from './source-maps.ts'
import { toLeak } from './to-leak.ts'

provideSourceMaps(sourceMapOf)
expect.extend({ toLeak, toBeCollected, toKeepNo })

export {
  assertNoLeak,
  collected,
  configure,
  defineScenario,
  type LeakOptions,
  type Scenario,
} from '@plateau/core'
export { track } from './objects.ts'
