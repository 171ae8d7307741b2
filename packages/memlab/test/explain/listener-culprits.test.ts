import type { Culprit } from '@plateau/core'
import type { SourcePositions } from '@plateau/core/attribution'
import { expect, it } from 'vitest'
import type { ListenerKind } from '../../src/explain/listener-census.ts'
import { nameListeners } from '../../src/explain/listener-culprits.ts'
import type { CdpSession } from '../../src/page/cdp-session.ts'

const scripts: SourcePositions = {
  urlOf: () => '',
  positionOf: ({ line, column }) => ({ file: 'src/menu.ts', line: line + 1, column: column + 1 }),
  showFile: (url) => url,
}

function kind(event: string, line: number): ListenerKind {
  return { event, place: { scriptId: 1, line, column: 0 }, example: 'window', count: 20 }
}

function told(kinds: readonly ListenerKind[], culprits: readonly Culprit[] = []) {
  // Of the window nothing is asked.
  const cdp = {} as CdpSession
  return nameListeners(culprits, { cdp, scripts, kinds, iterations: 20 })
}

it('listeners of one place are one culprit, however many events they listen to', async () => {
  const culprits = await told([kind('keyup', 4), kind('click', 4), kind('blur', 4)])

  expect(culprits).toMatchObject([
    {
      type: 'blur and other listeners',
      perIteration: { objects: 3, bytes: 0 },
      site: { file: 'src/menu.ts', line: 5 },
      path: [{ name: 'window' }, { name: 'blur and other listeners' }],
    },
  ])
})

it('of many places three are told', async () => {
  const culprits = await told([1, 2, 3, 4, 5].map((line) => kind('click', line)))

  expect(culprits.map(({ type, site }) => [type, site?.line])).toEqual([
    ['click listener', 2],
    ['click listener', 3],
    ['click listener', 4],
  ])
})

it('listeners on what is kept itself are told with it', async () => {
  const kept: Culprit = {
    type: 'Detached window',
    path: [],
    perIteration: { objects: 1, bytes: 100 },
    fingerprint: '000000000000',
  }

  expect(await told([kind('click', 1)], [kept])).toEqual([kept])
})
