export type { Service, ServiceRequest } from '@plateau/core/drive'
export { goTarget } from './go-target.ts'
export { goTest } from './go-test.ts'
export type {
  GoDriver,
  GoTargetOptions,
  GoTestOptions,
} from './options/go-options.ts'
export { prepare } from './prepare.ts'
