import type { Culprit, GrowthVerdict } from '@plateau/core'
import type { OpenPage } from '../page/page-session.ts'

/** What is known when a page is to be explained. */
export interface Explanation {
  readonly verdict: GrowthVerdict
  /** Milliseconds that are left of the check's time. */
  readonly leftMs: number
  readonly signal: AbortSignal
}

/** Who is to blame for a page's growth. */
export async function explainPage(
  _open: OpenPage,
  _explanation: Explanation,
): Promise<readonly Culprit[]> {
  return []
}
