import type { GrowthVerdict, TargetExplanation } from '@plateau/core'
import { judgeRun } from './judge-run.ts'
import { addEvent, type Soak } from './soak.ts'

/** Has the growth of each process explained by its target. The verdicts stand, whatever comes of it. */
export async function explainRun(soak: Soak): Promise<void> {
  const { plan, status, log, signal } = soak
  status.verdicts = judgeRun(log.records)
  if (!plan.isExplaining) return
  status.phase = 'explaining'
  for (const { process, verdict } of status.verdicts) {
    if (verdict.kind !== 'growth') continue
    const explanation = await tryToExplain(soak, process, verdict)
    if (explanation) log.add({ type: 'explanation', process, explanation })
  }
  signal.throwIfAborted()
}

async function tryToExplain(
  soak: Soak,
  process: string,
  verdict: GrowthVerdict,
): Promise<TargetExplanation | undefined> {
  const { session, known } = soak
  const [first] = known.keys()
  try {
    if (session.explainProcess) return await session.explainProcess(process, verdict)
    const told = process === first ? await session.explain?.(verdict) : undefined
    if (told === undefined) return undefined
    return 'culprits' in told ? told : { culprits: told }
  } catch (error) {
    soak.signal.throwIfAborted()
    const [reason = ''] = (error as Error).message.split('\n')
    addEvent(soak, {
      kind: 'unmeasured',
      process,
      message: `Its growth was not explained: ${reason}`,
    })
    return undefined
  }
}
