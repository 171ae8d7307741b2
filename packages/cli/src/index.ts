export {
  defineSoak,
  type EventsConfig,
  type McpConfig,
  type SoakConfig,
  type SoakLoadConfig,
  type SoakTarget,
  type TargetKind,
  type WebSocketConfig,
} from './config/soak-config.ts'
export type {
  CensusRecord,
  EndRecord,
  EventRecord,
  ExplanationRecord,
  LoadRecord,
  ProcessRecord,
  ProcessVerdict,
  RunPlan,
  RunRecord,
  SampleRecord,
  SoakMode,
  StartRecord,
} from './run/run-record.ts'
