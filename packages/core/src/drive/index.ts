export { brokenJson, typeOfBody } from './body-type.ts'
export { type FailureReason, reasonOf } from './failure-reason.ts'
export { type Answer, type HttpConnection, openConnection } from './http-connection.ts'
export { type DrivenProgram, describeEnd, endOf } from './program-end.ts'
export { refusedRequest, withoutQuery } from './refused-request.ts'
export type { Driving, ProgramStdio, Service, ServiceRequest } from './service.ts'
export {
  readyWithin,
  type ServiceOptions,
  type ServiceStart,
  type StartedService,
  startService,
} from './start-service.ts'
export { type Work, type Workplace, workOf } from './work.ts'
