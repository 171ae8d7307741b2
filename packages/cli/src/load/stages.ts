import { MisuseError } from '@plateau/core'
import { durationMs } from '../config/quantity.ts'

/** So many lanes for so long. */
export interface Stage {
  readonly lanes: number
  readonly forMs: number
}

/** Reads `10x30s,50x2m`. Throws `MisuseError`. */
export function stagesOf(received: unknown): readonly Stage[] {
  const stages = String(received)
    .split(',')
    .map((text) => stageOf(text.trim(), received))
  if (stages.length > 1) return stages
  throw refused(received, 'one stage alone is --concurrency (load.concurrency)')
}

function stageOf(text: string, received: unknown): Stage {
  const [, lanes, time] = /^(\d+)x(\S+)$/.exec(text) ?? []
  if (lanes === undefined || time === undefined || Number(lanes) < 1) {
    throw refused(received, `'${text}' is no stage`)
  }
  return { lanes: Number(lanes), forMs: durationMs(`A stage of load.stages`, time) }
}

function refused(received: unknown, why: string): MisuseError {
  return new MisuseError(
    `load.stages (--stages) must be lanes and how long, one stage after the other, such as 10x30s,50x2m, received '${String(received)}': ${why}.`,
  )
}

/** The stage after so much time under load, and how long it lasts from then. After the last comes the first. */
export function stageAt(
  stages: readonly Stage[],
  loadedMs: number,
): { readonly lanes: number; readonly leftMs: number } {
  const wholeMs = stages.reduce((sum, { forMs }) => sum + forMs, 0)
  let at = loadedMs % wholeMs
  for (const { lanes, forMs } of stages) {
    if (at < forMs) return { lanes, leftMs: forMs - at }
    at -= forMs
  }
  return { lanes: stages[0]?.lanes ?? 1, leftMs: 0 }
}
