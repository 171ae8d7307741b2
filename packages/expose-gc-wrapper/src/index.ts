export { collect, forceGc, isGcExposed } from './collect.ts'
export { launchFlags, v8FlagsAreFrozen } from './launch-flags.ts'
