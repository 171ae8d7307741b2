import { expect, it } from 'vitest'
import { growth, plateau, unsettled } from '../../src/plateau/assemble-verdict.ts'
import { type ProbeSeen, withProbe } from '../../src/plateau/with-probe.ts'

const PARTS = { series: [], iterations: 10, elapsedMs: 5, judgedIterations: 5, tolerate: {} }
const HEAP = { probe: 'heap', perIteration: 8, interval: [8, 8] } as const
const NATIVE = { probe: 'native', perIteration: 65_536, interval: [65_000, 66_000] } as const
const LEVEL: ProbeSeen = { series: [], resolution: 8192, finding: { kind: 'plateau' } }
const GROWN: ProbeSeen = { ...LEVEL, finding: { kind: 'growth', growth: NATIVE } }
const DOUBT: ProbeSeen = {
  ...LEVEL,
  finding: { kind: 'suspect', growth: NATIVE, advice: 'Look closer.' },
}
const NOISE = { reason: 'noise', suspects: [HEAP], advice: 'Run it longer.' } as const

it('adds its resolution to whatever was decided', () => {
  for (const verdict of [plateau(PARTS), growth(PARTS, [HEAP]), unsettled(PARTS, NOISE)]) {
    expect(withProbe(verdict, 'native', LEVEL)).toEqual({
      ...verdict,
      resolution: { native: 8192 },
    })
  }
})

it('turns a plateau or a doubt into its growth', () => {
  for (const verdict of [plateau(PARTS), unsettled(PARTS, NOISE)]) {
    expect(withProbe(verdict, 'native', GROWN)).toMatchObject({ kind: 'growth', growth: [NATIVE] })
    expect(withProbe(verdict, 'native', GROWN)).not.toHaveProperty('suspects')
  }
})

it('unsettles a plateau, and joins other suspects', () => {
  expect(withProbe(plateau(PARTS), 'native', DOUBT)).toMatchObject({
    kind: 'unsettled',
    reason: 'suspect',
    suspects: [NATIVE],
    advice: 'Look closer.',
  })
  expect(withProbe(unsettled(PARTS, NOISE), 'native', DOUBT)).toMatchObject({
    kind: 'unsettled',
    reason: 'noise',
    suspects: [HEAP, NATIVE],
  })
})

it('never takes back growth of other probes', () => {
  expect(withProbe(growth(PARTS, [HEAP]), 'native', DOUBT)).toMatchObject({
    kind: 'growth',
    growth: [HEAP],
  })
})
