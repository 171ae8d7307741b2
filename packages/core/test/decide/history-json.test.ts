import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { fromHistoryFile, toHistoryFile } from '../../src/decide/history-json.ts'
import { next } from '../../src/decide/next-step.ts'
import { type MadeUpCheck, madeUpCheck, type World } from './made-up-check.ts'

const kept = { isAlive: () => true }
const WORLDS: Readonly<Record<string, World>> = {
  'an idle scenario': {},
  'objects in flight': {
    sites: [{ isAlive: (birth, now) => now.iterations - birth.iterations < 5 }],
    iterationMs: 1.2,
  },
  'an asynchronous leak': { sites: [kept], iterationMs: 1.2, isAsync: true, isInterrupted: true },
  'a store of numbers': { stores: [({ iterations }) => iterations], iterationMs: 1.2 },
  'a check without time': { sites: [kept], iterationMs: 30, endsAtMs: 900 },
}

function textOf(check: MadeUpCheck): string {
  return JSON.stringify(toHistoryFile(check))
}

describe('a written history', () => {
  it.each(Object.entries(WORLDS))('of %s replays to the same decision', (_, world) => {
    const check = madeUpCheck(world)

    const { history, terms, decision } = fromHistoryFile(textOf(check))

    expect(decision).toEqual(check.decision)
    expect(next(history, terms)).toEqual({ do: 'end', decision: check.decision })
  })

  it('of ages replays to the same decision', () => {
    const world: World = { iterationMs: 8, recordedTimes: 70 }
    const check = madeUpCheck(world, {}, { ages: true })

    const { history, terms } = fromHistoryFile(textOf(check))

    expect(check.steps.some((step) => step.do === 'ages')).toBe(true)
    expect(next(history, terms)).toEqual({ do: 'end', decision: check.decision })
  })

  it('is written again as it was read', () => {
    const text = textOf(madeUpCheck(WORLDS['an asynchronous leak'] ?? {}))
    const read = fromHistoryFile(text)

    expect(JSON.stringify(toHistoryFile(read))).toBe(text)
  })

  it('has no reading where a probe was not read', () => {
    const check = madeUpCheck(WORLDS['objects in flight'] ?? {})
    const { deeds } = toHistoryFile(check)

    expect(deeds.find(({ deed }) => deed === 'record')).not.toHaveProperty('readings')
    expect(deeds.findLast(({ deed, phase }) => deed === 'run' && phase === 'ledger')).toMatchObject(
      {
        readings: [null, null, 0],
      },
    )
  })

  it('that is cut short is refused, wherever it was cut', () => {
    const text = textOf(madeUpCheck({}))

    fc.assert(
      fc.property(fc.integer({ min: 0, max: text.length - 1 }), (length) => {
        expect(() => fromHistoryFile(text.slice(0, length))).toThrow(TypeError)
      }),
    )
    expect(() => fromHistoryFile(text.slice(0, 100))).toThrow(
      'The history is no whole JSON: the file was cut short or is another one.',
    )
  })

  it('of another version is refused', () => {
    const { history, terms, decision } = madeUpCheck({})
    const file = toHistoryFile({ history, terms, decision })

    for (const plateauHistory of [0, 1, '2']) {
      const read = () => fromHistoryFile(JSON.stringify({ ...file, plateauHistory }))
      expect(read).toThrow(TypeError)
      expect(read).toThrow(
        `The history must be of version 2, received plateauHistory: ${plateauHistory}. Replay it with the release that wrote it.`,
      )
    }
  })

  it.each(['null', '[]', '3', '"text"', '{}'])('is not %s', (text) => {
    expect(() => fromHistoryFile(text)).toThrow('The history must be of version 2')
  })

  it.each(['terms', 'probes', 'deeds', 'looks', 'decision'])(
    'without its %s is refused',
    (name) => {
      const { history, terms, decision } = madeUpCheck({})
      const file = { ...toHistoryFile({ history, terms, decision }), [name]: undefined }

      const read = () => fromHistoryFile(JSON.stringify(file))

      expect(read).toThrow(new TypeError(`The history lacks '${name}'.`))
    },
  )

  it('with a deed that no check does is refused', () => {
    const { history, terms, decision } = madeUpCheck({})
    const file = toHistoryFile({ history, terms, decision })
    const deeds = [{ ...file.deeds[0], deed: 'guess' }]

    const read = () => fromHistoryFile(JSON.stringify({ ...file, deeds }))

    expect(read).toThrow(new TypeError("The history holds the unknown deed 'guess' of 'warm-up'."))
  })
})
