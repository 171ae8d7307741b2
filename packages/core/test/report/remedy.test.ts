import { expect, it } from 'vitest'
import type { Culprit, GrowthVerdict, ProbeName } from '../../src/plateau/verdict.ts'
import { remedy } from '../../src/report/remedy.ts'

it('tells to release entries where only the heap grew', () => {
  expect(remedyFor('heap')).toMatchInlineSnapshot(
    `"Remove each entry, listener or timer when its work ends. If a store is meant to fill up to n entries, pass bounded: n."`,
  )
})

it('tells to drop buffers where external bytes grew', () => {
  expect(remedyFor('external')).toMatchInlineSnapshot(
    `"Drop each buffer when its work ends. If it is a pool that is meant to fill, pass bounded: n."`,
  )
})

it('tells to close handles where handles grew', () => {
  expect(remedyFor('handles')).toMatchInlineSnapshot(
    `"Close each handle and clear each timer when its work ends, on the error path too."`,
  )
})

it('tells to close files where descriptors grew', () => {
  expect(remedyFor('fds')).toMatchInlineSnapshot(
    `"Close each file, socket or pipe when its work ends, on the error path too."`,
  )
})

/** Of every probe: the compiler asks for a new one. */
const TOLD: Readonly<Record<ProbeName, RegExp>> = {
  heap: /Remove each entry, listener or timer/,
  external: /Drop each buffer/,
  handles: /Close each handle/,
  fds: /Close each file/,
  threads: /locks its thread/,
  contexts: /reference to a context/,
  native: /C allocated/,
  rss: /^Release what each iteration keeps/,
  heapObjects: /pass bounded: n/,
  goroutines: /a way to end/,
  nodes: /reference to a removed element/,
  listeners: /Remove each listener/,
  documents: /removed iframe or document/,
  frames: /Remove each iframe/,
}

it.each(Object.entries(TOLD))('tells what ends a leak of %s', (probe, told) => {
  expect(remedyFor(probe as ProbeName)).toMatch(told)
})

it('takes the scarcest of several, in whatever order they grew', () => {
  expect(remedyFor('heap', 'external')).toBe(remedyFor('external'))
  expect(remedyFor('heap', 'external', 'handles')).toBe(remedyFor('handles'))
  expect(remedyFor('heap', 'fds', 'handles')).toBe(remedyFor('fds'))
  expect(remedyFor('heap', 'fds', 'threads')).toBe(remedyFor('threads'))
  expect(remedyFor('fds', 'handles', 'heap')).toBe(remedyFor('fds'))
})

it('stays general where it knows nothing special', () => {
  expect(remedyFor('rss')).toMatchInlineSnapshot(
    `"Release what each iteration keeps when its work ends."`,
  )
  expect(remedyFor()).toBe(remedyFor('rss'))
})

it.each<[string, Partial<Culprit>]>([
  [
    "held by Testing Library's own list",
    {
      path: [
        step('module node_modules/@testing-library/react/dist/pure.js', ''),
        step('mountedContainers', 'Set'),
      ],
    },
  ],
  [
    'allocated in jsdom, with no path',
    { site: inPackage('jsdom/lib/jsdom/living/nodes/Node-impl.js') },
  ],
  [
    'held by the document of jsdom',
    {
      site: inPackage('jsdom/lib/jsdom/living/nodes/Node-impl.js'),
      path: [
        step('globalThis', ''),
        step('_document', 'Document'),
        step('lastChild', 'HTMLDivElementImpl'),
      ],
    },
  ],
])('tells to clean up what was rendered: %s', (_, culprit) => {
  expect(remedyOf(culprit)).toMatchInlineSnapshot(
    `"What is rendered stays in the document: remove it at the end of the scenario. Testing Library's render() needs its cleanup() there, which it calls by itself after the test alone."`,
  )
})

it('tells to end a worker, whatever else keeps it', () => {
  const path = [step('module src/pool.ts', ''), step('workers', 'Array'), step('entry', 'Worker')]

  expect(remedyOf({ type: 'Worker', path })).toMatch(/worker\.terminate\(\)/)
})

it("tells to remove an entry where a store of the user's holds an element", () => {
  const culprit = {
    site: inPackage('jsdom/lib/jsdom/living/nodes/Node-impl.js'),
    path: [step('module src/cache.ts', ''), step('seen', 'Map'), step('entry', 'HTMLDivElement')],
  }

  expect(remedyOf(culprit)).toMatch(/^Remove each entry/)
})

function step(name: string, type: string): Culprit['path'][number] {
  return { name, type }
}

function inPackage(file: string): Culprit['site'] & object {
  return { file: `node_modules/${file}`, line: 131 }
}

function remedyOf(culprit: Partial<Culprit>): string {
  const whole = {
    type: 'HTMLDivElement',
    perIteration: { objects: 1, bytes: 2072 },
    path: [],
    fingerprint: '5f3e2b192c8c',
    ...culprit,
  }
  return remedy({ ...verdictOf('heap'), culprits: [whole] })
}

function remedyFor(...probes: readonly ProbeName[]): string {
  return remedy(verdictOf(...probes))
}

function verdictOf(...probes: readonly ProbeName[]): GrowthVerdict {
  return {
    kind: 'growth',
    schema: 1,
    series: [],
    resolution: {},
    iterations: 2000,
    elapsedMs: 48,
    growth: probes.map((probe) => ({ probe, perIteration: 8, interval: [8, 8] })),
    culprits: [],
  }
}
