import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Shape } from '../../src/plateau/equal-batches.ts'
import { judgeProbe, type ProbeEvidence } from '../../src/plateau/judge-probe.ts'
import type { Finding } from '../../src/plateau/survivors.ts'

const FINDINGS: readonly (Finding | undefined)[] = ['account', 'none', 'unclear', undefined]
const SHAPES: readonly Shape[] = ['flat', 'steady', 'irregular']

const anyEvidence = fc.record({
  shape: fc.constantFrom(...SHAPES),
  perIteration: fc.double({ min: -1000, max: 1000, noNaN: true }),
  atLeast: fc.double({ min: -1000, max: 1000, noNaN: true }),
  objects: fc.constantFrom(...FINDINGS),
  stores: fc.constantFrom(...FINDINGS, 'replaced' as const),
  needsObjects: fc.boolean(),
})

describe('the heap', () => {
  it('is convicted by bytes alone from 32 per iteration in agreeing batches', () => {
    expect(judgeProbe(heap({ perIteration: 32 }))).toBe('growth')
    expect(judgeProbe(heap({ perIteration: 31.9 }))).toBe('suspect')
  })

  it('is convicted by bytes where the re-run is unclear, from 32 per iteration too', () => {
    expect(judgeProbe(heap({ perIteration: 32, objects: 'unclear' }))).toBe('growth')
    expect(judgeProbe(heap({ perIteration: 31.9, objects: 'unclear' }))).toBe('suspect')
  })

  it('is never convicted by bytes alone where batches disagree', () => {
    expect(judgeProbe(heap({ shape: 'irregular', perIteration: 1e6 }))).toBe('suspect')
    expect(judgeProbe(heap({ shape: 'irregular', perIteration: 1e6, objects: 'unclear' }))).toBe(
      'suspect',
    )
  })

  it('is convicted by surviving objects, however little and unevenly it grew', () => {
    expect(judgeProbe(heap({ shape: 'irregular', perIteration: 0.24, objects: 'account' }))).toBe(
      'growth',
    )
  })

  it('is only suspect where its line goes up and down by more than it rises, whatever survives', () => {
    const uneven = { shape: 'irregular', perIteration: 10, objects: 'account' } as const

    expect(judgeProbe(heap({ ...uneven, atLeast: -10 }))).toBe('suspect')
    expect(judgeProbe(heap({ ...uneven, atLeast: -9.9 }))).toBe('growth')
  })

  it('is convicted by a store that gained entries, without any surviving object', () => {
    expect(judgeProbe(heap({ perIteration: 8, objects: 'none', stores: 'account' }))).toBe('growth')
    expect(
      judgeProbe(heap({ shape: 'irregular', perIteration: 8, objects: 'none', stores: 'account' })),
    ).toBe('growth')
  })

  it('is only suspect where stores could not be counted, though no object survives', () => {
    expect(judgeProbe(heap({ shape: 'irregular', objects: 'none' }))).toBe('suspect')
  })

  it('is only suspect where the store that gains entries is replaced now and then, however plainly it grew', () => {
    const replaced = { objects: 'none', stores: 'replaced', perIteration: 1000 } as const

    expect(judgeProbe(heap(replaced))).toBe('suspect')
    expect(judgeProbe(heap({ ...replaced, shape: 'irregular' }))).toBe('suspect')
    expect(judgeProbe(heap({ ...replaced, objects: 'account' }))).toBe('growth')
  })

  it('is only suspect where objects or stores survive but its line does not rise', () => {
    const falling = { shape: 'irregular', perIteration: 0 } as const

    expect(judgeProbe(heap({ ...falling, objects: 'account' }))).toBe('suspect')
    expect(judgeProbe(heap({ ...falling, atLeast: 0.1, objects: 'account' }))).toBe('suspect')
    expect(judgeProbe(heap({ ...falling, objects: 'none', stores: 'account' }))).toBe('suspect')
    const rising = { ...falling, perIteration: 0.5 }
    expect(judgeProbe(heap({ ...rising, objects: 'none', stores: 'account' }))).toBe('growth')
    expect(judgeProbe(heap({ ...falling, perIteration: 0.01, objects: 'account' }))).toBe('growth')
  })

  it('is only suspect of steady growth that no object accounts for, however many bytes', () => {
    expect(judgeProbe(heap({ perIteration: 1e6, objects: 'none', stores: 'none' }))).toBe('suspect')
  })

  it('levels off where steps of the engine come without any surviving object', () => {
    expect(
      judgeProbe(heap({ shape: 'irregular', perIteration: 20, objects: 'none', stores: 'none' })),
    ).toBe('plateau')
  })
})

describe('a heap that falls back now and then', () => {
  const comesAndGoes = { comesAndGoes: true, needsObjects: true, perIteration: 1e6 }

  it('levels off where nothing outlives the tick of a clock, however evenly it rose', () => {
    const nothing = { objects: 'none', stores: 'none' } as const

    expect(judgeProbe(heap({ ...comesAndGoes, ...nothing }))).toBe('plateau')
    expect(judgeProbe(heap(nothing))).toBe('suspect')
  })

  it('is convicted by what does, and never by bytes alone', () => {
    expect(judgeProbe(heap({ ...comesAndGoes, objects: 'account' }))).toBe('growth')
    expect(judgeProbe(heap({ ...comesAndGoes, objects: 'none', stores: 'account' }))).toBe('growth')
    expect(judgeProbe(heap({ ...comesAndGoes, objects: 'unclear' }))).toBe('suspect')
    expect(judgeProbe(heap({ ...comesAndGoes, objects: undefined }))).toBe('suspect')
  })
})

describe.each(['external', 'handles', 'fds'] as const)('%s', (probe) => {
  it('is convicted by steady growth, however little', () => {
    expect(judgeProbe({ ...heap({ perIteration: 0.01 }), probe })).toBe('growth')
  })

  it('is convicted where batches disagree and surviving objects account for it', () => {
    expect(judgeProbe({ ...heap({ shape: 'irregular', objects: 'account' }), probe })).toBe(
      'growth',
    )
  })

  it.each(['none', 'unclear', undefined] as const)(
    'is only suspect where batches disagree and objects are %s',
    (objects) => {
      expect(judgeProbe({ ...heap({ shape: 'irregular', objects }), probe })).toBe('suspect')
    },
  )
})

describe('where objects are needed, as in a worker thread', () => {
  const needsObjects = true

  it.each(['unclear', undefined] as const)(
    'no number of bytes convicts a heap whose objects are %s',
    (objects) => {
      expect(judgeProbe(heap({ needsObjects, perIteration: 1e6, objects }))).toBe('suspect')
    },
  )

  it('surviving objects, or a store that gained entries, convict a heap as anywhere', () => {
    expect(judgeProbe(heap({ needsObjects, objects: 'account' }))).toBe('growth')
    expect(judgeProbe(heap({ needsObjects, objects: 'none', stores: 'account' }))).toBe('growth')
  })

  it('steady external bytes are convicted by objects or array buffers only', () => {
    const external = { ...heap({ needsObjects, perIteration: 1e6 }), probe: 'external' } as const

    expect(judgeProbe(external)).toBe('suspect')
    expect(judgeProbe({ ...external, objects: 'none', stores: 'none' })).toBe('suspect')
    expect(judgeProbe({ ...external, objects: 'account' })).toBe('growth')
    expect(judgeProbe({ ...external, objects: 'none', stores: 'account' })).toBe('growth')
  })

  it.each(['handles', 'contexts'] as const)('%s are exact, and of this thread alone', (probe) => {
    expect(judgeProbe({ ...heap({ needsObjects }), probe })).toBe('growth')
  })
})

describe('any probe', () => {
  const anyProbe = fc.constantFrom('heap' as const, 'external' as const, 'handles' as const)

  it('levels off whenever its batches are flat', () => {
    fc.assert(
      fc.property(anyProbe, anyEvidence, (probe, evidence) => {
        expect(judgeProbe({ ...evidence, probe, shape: 'flat' })).toBe('plateau')
      }),
    )
  })

  it('is convicted whenever its line rises and surviving objects account for it', () => {
    fc.assert(
      fc.property(anyProbe, anyEvidence, (probe, evidence) => {
        const { shape, perIteration, atLeast } = evidence
        fc.pre(shape !== 'flat' && perIteration > 0 && atLeast > -perIteration)

        expect(judgeProbe({ ...evidence, probe, objects: 'account' })).toBe('growth')
      }),
    )
  })

  it('is never convicted where nothing accounts for uneven growth', () => {
    fc.assert(
      fc.property(anyProbe, anyEvidence, (probe, evidence) => {
        fc.pre(evidence.objects !== 'account' && evidence.stores !== 'account')

        expect(judgeProbe({ ...evidence, probe, shape: 'irregular' })).not.toBe('growth')
      }),
    )
  })
})

function heap(evidence: Partial<ProbeEvidence>): ProbeEvidence {
  return {
    probe: 'heap',
    shape: 'steady',
    perIteration: 8,
    atLeast: 0,
    objects: undefined,
    stores: undefined,
    needsObjects: false,
    ...evidence,
  }
}
