import { loopEnvironment } from '@plateau/core/loop'
import { loopTests } from './loop-tests.ts'

const environment = loopEnvironment()
if (environment) loopTests(environment)
