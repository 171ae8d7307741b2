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
