import type { GrowthVerdict } from '../plateau/verdict.ts'
import type { ExplainPlan } from './explain-plan.ts'
import type { Known } from './known.ts'
import type { Prepared } from './prepared.ts'
import type { Rerun } from './rerun.ts'

/** What an explanation works with. */
export interface ExplainTask {
  readonly rerun: Rerun
  readonly plan: ExplainPlan
  readonly verdict: GrowthVerdict
  readonly known: Known
  readonly prepared: Prepared
}
