import { describe, expect, it } from 'vitest'
import { checkLeak, describeVerdict } from '../../src/index.ts'
import { type Script, scriptedTarget } from './scripted-target.ts'

const LEVEL: Script = { heap: () => 4e6, nodes: () => 12, listeners: () => 3 }

/** What grows is looked at once more after a pause, which is a part of this. */
const SHORT = { timeLimitMs: 400 }

describe('an explanation', () => {
  const culprit = {
    type: 'Widget',
    perIteration: { objects: 1, bytes: 40 },
    path: [],
    fingerprint: 'f',
  }

  it('belongs to the verdict of growth', async () => {
    const target = scriptedTarget({ nodes: (done) => done }, { explain: async () => [culprit] })

    expect(await checkLeak(target, SHORT)).toMatchObject({ kind: 'growth', culprits: [culprit] })
  })

  it('may add sentences to the report', async () => {
    const target = scriptedTarget(
      { nodes: (done) => done },
      { explain: async () => ({ culprits: [], notes: ['Nothing was found.'], kept: [] }) },
    )

    const verdict = await checkLeak(target, SHORT)

    expect(verdict).toMatchObject({ kind: 'growth', culprits: [], notes: ['Nothing was found.'] })
    expect(describeVerdict(verdict)).toContain('\n  Nothing was found.\n')
  })

  it('acquits what is meant to be kept, and says so', async () => {
    const target = scriptedTarget(
      { nodes: (done) => done },
      { explain: async () => ({ culprits: [culprit], onPurpose: 'The page keeps a history.' }) },
    )

    const verdict = await checkLeak(target, SHORT)

    expect(verdict).toMatchObject({ kind: 'plateau', unmeasured: ['The page keeps a history.'] })
    expect(verdict).not.toHaveProperty('growth')
  })

  it('is not asked for when it is switched off', async () => {
    const target = scriptedTarget({ nodes: (done) => done }, { explain: async () => [culprit] })

    expect(await checkLeak(target, { ...SHORT, explain: 'off' })).toMatchObject({ culprits: [] })
  })

  it('lets a known leak pass', async () => {
    const target = scriptedTarget({ nodes: (done) => done }, { explain: async () => [culprit] })
    const known = {
      match: { fingerprint: 'f' },
      maxPerIteration: 40,
      reason: 'the widget is rewritten',
      until: '9999-12-31',
    }

    expect(await checkLeak(target, { ...SHORT, known: [known] })).toMatchObject({ kind: 'plateau' })
  })

  it('never changes the verdict by failing', async () => {
    const target = scriptedTarget(
      { nodes: (done) => done },
      { explain: () => Promise.reject(new Error('no stack')) },
    )

    expect(await checkLeak(target, SHORT)).toMatchObject({ kind: 'growth', culprits: [] })
  })

  it('is not asked for after a plateau', async () => {
    const target = scriptedTarget(LEVEL, { explain: () => Promise.reject(new Error('asked')) })

    expect((await checkLeak(target, SHORT)).kind).toBe('plateau')
  })
})
