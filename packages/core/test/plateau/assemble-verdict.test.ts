import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { allowance } from '../../src/plateau/allowance.ts'
import {
  type EvidenceParts,
  growth,
  plateau,
  unsettled,
} from '../../src/plateau/assemble-verdict.ts'
import type { Series } from '../../src/plateau/series.ts'
import type { Growth } from '../../src/plateau/verdict.ts'

const heap: Series = {
  probe: 'heap',
  unit: 'bytes',
  collection: 'full',
  iterations: [1000, 2000],
  readings: [5_000_000, 5_000_016],
}
const handles: Series = { ...heap, probe: 'handles', unit: 'count', readings: [3, 3] }

const parts: EvidenceParts = {
  series: [heap, handles],
  iterations: 2000,
  elapsedMs: 48.5,
  judgedIterations: 1000,
  tolerate: {},
}
const evidence = {
  schema: 1,
  series: [heap, handles],
  resolution: { heap: 0.1, handles: 0.001 },
  iterations: 2000,
  elapsedMs: 48.5,
}
const grown: Growth = { probe: 'heap', perIteration: 8, interval: [7.9, 8.1] }

describe('a verdict', () => {
  it('names what was not measured', () => {
    expect(plateau({ ...parts, unmeasured: ['fds'] })).toHaveProperty('unmeasured', ['fds'])
    expect(plateau({ ...parts, unmeasured: [] })).not.toHaveProperty('unmeasured')
  })

  it('of a plateau is the evidence', () => {
    expect(plateau(parts)).toEqual({ kind: 'plateau', ...evidence })
  })

  it('of growth carries what grew, and no culprit until it is explained', () => {
    expect(growth(parts, [grown])).toEqual({
      kind: 'growth',
      ...evidence,
      growth: [grown],
      culprits: [],
    })
  })

  it('that is unsettled carries its reason, its suspects and advice', () => {
    const outcome = { reason: 'suspect', suspects: [grown], advice: 'Run it longer.' } as const

    expect(unsettled(parts, outcome)).toEqual({ kind: 'unsettled', ...evidence, ...outcome })
  })
})

describe('the resolution', () => {
  it('is the allowance per judged iteration for bytes', () => {
    expect(plateau({ ...parts, judgedIterations: 96 }).resolution.heap).toBe(1)
    expect(plateau({ ...parts, judgedIterations: 1_000_000 }).resolution.heap).toBe(0.1)
  })

  it('is one in all judged iterations for counts', () => {
    expect(plateau({ ...parts, judgedIterations: 50 }).resolution.handles).toBe(0.02)
  })

  it('is coarser by what is tolerated of that probe', () => {
    const { resolution } = plateau({ ...parts, tolerate: { heap: 16, handles: 1 } })

    expect(resolution).toEqual({ heap: 16.1, handles: 1.001 })
  })

  it('is no finer than the growth that was dismissed of that probe', () => {
    expect(plateau({ ...parts, dismissed: { heap: 3 } }).resolution).toEqual({
      heap: 3,
      handles: 0.001,
    })
    expect(plateau({ ...parts, dismissed: { heap: 0.05 } }).resolution.heap).toBe(0.1)
  })

  it('names none where nothing was judged: what is infinite is no number in JSON', () => {
    expect(plateau({ ...parts, judgedIterations: 0 }).resolution).toEqual({})
  })

  it('is told from a single judged iteration on', () => {
    expect(plateau({ ...parts, judgedIterations: 1 }).resolution).toEqual({ heap: 96, handles: 1 })
  })

  it('names exactly the probes that were sampled', () => {
    expect(plateau({ ...parts, series: [] }).resolution).toEqual({})
  })

  it('never gets coarser with more judged iterations, nor finer than the allowance', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 1_000_000 }), (judgedIterations) => {
        const { heap: bytes = 0, handles: count = 0 } = plateau({
          ...parts,
          judgedIterations,
        }).resolution
        const further = plateau({ ...parts, judgedIterations: judgedIterations + 1 }).resolution

        expect(further.heap).toBeLessThanOrEqual(bytes + 1e-9)
        expect(further.handles).toBeLessThan(count)
        expect(bytes * judgedIterations).toBeCloseTo(allowance('bytes', judgedIterations, 0), 6)
      }),
    )
  })
})
