import { expect, it } from 'vitest'
import type { SourcePositions } from '../../src/attribution/source-positions.ts'
import { culpritsOfProfile } from '../../src/attribution/tracked-culprits.ts'
import type { ProfileNode } from '../../src/witness/birth-profile.ts'

const SOURCES: SourcePositions = {
  urlOf: () => '',
  positionOf: ({ line, column }, functionName) => ({
    file: 'src/cart.js',
    line: line + 1,
    column: column + 1,
    ...(functionName && { function: functionName }),
  }),
  showFile: (url) => url,
}

function functionNode(id: number, functionName: string, url: string): ProfileNode {
  const callFrame = { functionName, scriptId: String(id), url, lineNumber: 6, columnNumber: 2 }
  return { id, callFrame, selfSize: 0, children: [] } as ProfileNode
}

it('without a snapshot the function that allocates is named, but not what the runner leaves', () => {
  const head = {
    ...functionNode(1, '(root)', ''),
    children: [
      functionNode(2, 'addToCart', 'http://localhost/src/cart.js'),
      functionNode(3, '_call', 'http://localhost/node_modules/@vitest/browser/dist/client.js'),
    ],
  }
  const samples = Array.from({ length: 40 }, (_, at) => ({
    size: 32,
    nodeId: at % 2 === 0 ? 2 : 3,
    ordinal: at,
  }))

  const culprits = culpritsOfProfile({ profile: { head, samples }, iterations: 20 }, SOURCES)

  expect(culprits).toMatchObject([
    {
      type: 'objects of addToCart',
      perIteration: { objects: 1, bytes: 32 },
      site: { file: 'src/cart.js', line: 7, function: 'addToCart', isFunctionStart: true },
      path: [],
    },
  ])
})

it('what a package in a bundle allocates is told with the line of the project that called it', () => {
  const inBundle: SourcePositions = {
    ...SOURCES,
    positionOf: ({ scriptId, line }) => ({
      file: scriptId === 3 ? 'node_modules/store/index.js' : 'src/cart.ts',
      line: line + 1,
    }),
  }
  const called = functionNode(3, 'subscribe', 'http://localhost/assets/index-4af2.js')
  const caller = functionNode(2, 'addToCart', 'http://localhost/assets/index-4af2.js')
  const head = { ...functionNode(1, '(root)', ''), children: [{ ...caller, children: [called] }] }
  const samples = Array.from({ length: 40 }, (_, at) => ({ size: 32, nodeId: 3, ordinal: at }))

  const culprits = culpritsOfProfile({ profile: { head, samples }, iterations: 20 }, inBundle)

  expect(culprits).toMatchObject([{ site: { file: 'src/cart.ts', line: 7 } }])
})
