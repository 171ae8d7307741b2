import { describe, expect, it } from 'vitest'
import type { BirthRow } from '../../src/decide/look.ts'
import type { BirthProfile } from '../../src/witness/birth-profile.ts'
import { LostBoundaryError, readBirths } from '../../src/witness/births.ts'

type Node = BirthProfile['head']

let made = 0
function node(functionName: string, ...children: readonly Node[]): Node {
  const id = ++made
  const place = { scriptId: '1', url: 'file:///app/src/cart.js', lineNumber: id, columnNumber: 0 }
  return { id, callFrame: { functionName, ...place }, children }
}

/** Of strings of 1303 and 977 characters, as V8 without compressed pointers allocates them. */
const [FIRST, SECOND] = [1320, 1000]

/** A profile of what was allocated in this order: a node makes an object, `|` is a boundary. */
function profileOf(
  head: Node,
  order: readonly (Node | '|')[],
  sizes: readonly number[] = [],
): BirthProfile {
  let ordinal = 0
  const samples = order.flatMap((by, at) => {
    if (by !== '|') return [{ size: sizes[at] ?? 16, nodeId: by.id, ordinal: ++ordinal }]
    const mark = (size: number) => ({ size, nodeId: head.id, ordinal: ++ordinal })
    return [mark(FIRST), mark(SECOND)]
  })
  // V8 tells them by place, and not in order.
  return { head, samples: samples.reverse() }
}

function functionsOf(rows: readonly BirthRow[]): readonly BirthRow[] {
  return rows.filter(({ isBelow }) => !isBelow)
}

describe('the births', () => {
  it('of a place are told by the batch between two boundaries', () => {
    const keep = node('keep')
    const head = node('(root)', keep)
    const order = [keep, '|', keep, keep, '|', keep, '|', '|', keep] as const

    const { rows, iterations } = readBirths(profileOf(head, order), {
      boundaries: 4,
      groups: [0, 1, 2, 3],
      iterations: [5, 5, 5],
    })

    expect(iterations).toEqual([5, 5, 5])
    expect(functionsOf(rows)).toMatchObject([
      { place: [expect.stringContaining('keep')], births: [2, 1, 0] },
    ])
  })

  it('that the engine makes where the scenario is asked for a promise are left out, and not those of its getter', () => {
    const getter = node('get then')
    const asking = node('plateauSeesPromise', getter)
    const head = node('(root)', asking)
    const order = ['|', asking, getter, '|', asking, getter, '|'] as const

    const { rows } = readBirths(profileOf(head, order), {
      boundaries: 3,
      groups: [0, 1, 2],
      iterations: [5, 5],
    })

    expect(functionsOf(rows)).toMatchObject([
      { place: [expect.stringContaining('get then'), expect.anything()], births: [1, 1] },
    ])
  })

  it('of a pause between two batches are left out, and out of the profile', () => {
    const [keep, load] = [node('keep'), node('load')]
    const head = node('(root)', keep, load)
    const padding = Array.from({ length: 5 }, () => load)
    const order = ['|', keep, '|', ...padding, load, '|', keep, '|', keep, '|'] as const
    const profile = profileOf(head, order)

    const { rows } = readBirths(profile, {
      boundaries: 5,
      groups: [0, 1, 3, 4],
      leftOut: [1],
      iterations: [5, 5, 5],
    })

    expect(functionsOf(rows).find(({ place }) => place[0]?.startsWith('keep'))?.births).toEqual([
      1, 1, 1,
    ])
    const loaded = profile.samples.filter(({ nodeId }) => nodeId === load.id)
    expect(loaded.length).toBeLessThan(6)
  })

  it('are told by groups of batches, too', () => {
    const keep = node('keep')
    const head = node('(root)', keep)
    const order = ['|', keep, '|', keep, '|', keep, '|', keep, keep, '|'] as const

    const { rows } = readBirths(profileOf(head, order), {
      boundaries: 5,
      groups: [1, 3, 4],
      iterations: [2, 1],
    })

    expect(functionsOf(rows)).toMatchObject([{ births: [2, 2] }])
  })

  it('have their bytes, and the largest is told', () => {
    const keep = node('keep')
    const head = node('(root)', keep)
    const order = ['|', keep, keep, '|', keep, '|'] as const
    const profile = profileOf(head, order, [0, 40, 24, 0, 8192])

    const { rows, largest } = readBirths(profile, {
      boundaries: 3,
      groups: [0, 1, 2],
      iterations: [1, 1],
    })

    expect(functionsOf(rows)).toMatchObject([{ births: [2, 1], bytes: [64, 8192] }])
    expect(Math.max(...largest)).toBe(8192)
  })

  it('of a function are one row, wherever it was called from', () => {
    const [one, other] = [node('keep'), node('keep')]
    const same = { ...other, callFrame: one.callFrame }
    const head = node('(root)', node('a', one), node('b', same))

    const { rows } = readBirths(profileOf(head, ['|', one, same, '|', same, '|']), {
      boundaries: 3,
      groups: [0, 1, 2],
      iterations: [1, 1],
    })

    expect(rows.find(({ isBelow }) => !isBelow)).toMatchObject({ births: [2, 1] })
  })

  it('below a place of the stack are a row of their own where several functions made them', () => {
    const [left, right] = [node('left'), node('right')]
    const both = node('both', left, right)
    const head = node('(root)', both)

    const { rows } = readBirths(profileOf(head, ['|', left, right, '|', right, left, '|']), {
      boundaries: 3,
      groups: [0, 1, 2],
      iterations: [1, 1],
    })

    expect(rows.filter(({ isBelow }) => isBelow)).toMatchObject([{ births: [2, 2] }, {}, {}])
    expect(rows[0]?.place[0]).toContain('both')
  })

  it('of the check itself are left out, and not those of the scenario that it runs', () => {
    const [own, kept] = [node('note'), node('keep')]
    const head = node('(root)', node('plateauDecides', own, node('plateauIteratesNow', kept)))

    const { rows } = readBirths(profileOf(head, ['|', own, kept, '|', own, kept, '|']), {
      boundaries: 3,
      groups: [0, 1, 2],
      iterations: [1, 1],
    })

    const names = rows.flatMap(({ place }) => place[0]?.split(' ')[0] ?? [])
    expect(names).toContain('keep')
    expect(names).not.toContain('note')
  })

  it('of the youngest group alone make no row: they are in flight', () => {
    const keep = node('keep')
    const head = node('(root)', keep)

    const { rows } = readBirths(profileOf(head, ['|', '|', keep, '|']), {
      boundaries: 3,
      groups: [0, 1, 2],
      iterations: [1, 1],
    })

    expect(rows).toEqual([])
  })

  it('name the function and its line, and what called it', () => {
    const keep = node('keep')
    const caller = node('', keep)
    const head = node('(root)', caller)

    const { rows } = readBirths(profileOf(head, ['|', keep, '|', keep, '|']), {
      boundaries: 3,
      groups: [0, 1, 2],
      iterations: [1, 1],
    })

    expect(rows[0]?.place).toEqual([
      `keep src/cart.js:${keep.callFrame.lineNumber + 1}`,
      `(anonymous) src/cart.js:${caller.callFrame.lineNumber + 1}`,
    ])
  })
})

describe('a boundary', () => {
  const keep = node('keep')
  const head = node('(root)', keep)
  const asked = { boundaries: 3, groups: [0, 1, 2], iterations: [1, 1] }

  it('that is lost is an error', () => {
    const read = () => readBirths(profileOf(head, ['|', keep, '|', keep]), asked)

    expect(read).toThrow(LostBoundaryError)
    expect(read).toThrow('2 of 3 boundaries between batches are left')
  })

  it('of which one half is lost is an error', () => {
    const { samples } = profileOf(head, ['|', keep, '|', keep, '|'])
    const half = samples.filter((_, at) => at !== 0)

    expect(() => readBirths({ head, samples: half }, asked)).toThrow(LostBoundaryError)
  })

  it('is no object of the user’s that has the size of one half', () => {
    const profile = profileOf(head, ['|', keep, '|', keep, '|'], [0, FIRST, 0, 24])

    expect(readBirths(profile, asked).iterations).toEqual([1, 1])
  })

  it('is read where other objects were born between its halves', () => {
    const profile = profileOf(head, ['|', keep, '|', keep, '|'])
    const apart = profile.samples.map(({ ordinal, ...rest }) => ({ ...rest, ordinal: 2 * ordinal }))

    expect(readBirths({ head, samples: apart }, asked).rows[0]).toMatchObject({ births: [1, 1] })
  })
})
