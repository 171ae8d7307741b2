import type { Culprit } from '@plateau/core'
import { expect, test } from 'vitest'
import { issueDraft } from '../../src/report/issue-draft.ts'
import { viewOf } from '../../src/report/run-view.ts'
import { endRecord, GROWTH, LEVEL_SOAK, START } from './recorded-soak.ts'

const place = {
  command: 'next start',
  cwd: '/home/ada/shop',
  versionOf: (name: string) => (name === 'next' ? '16.2.0' : undefined),
}

const culprit: Culprit = {
  type: 'Session',
  perIteration: { objects: 1, bytes: 112 },
  path: [{ name: '/home/ada/shop/node_modules/next/dist/server.js', type: 'module' }],
  site: { file: '/home/ada/shop/node_modules/next/dist/server.js', line: 12 },
  fingerprint: 'a',
}

function grown(culprits: readonly Culprit[]) {
  const verdict =
    GROWTH.verdict.kind === 'growth' ? { ...GROWTH.verdict, culprits } : GROWTH.verdict
  const came = LEVEL_SOAK.filter(({ type }) => type === 'process' || type === 'sample')
  return viewOf([START, ...came, endRecord([{ ...GROWTH, verdict }])])
}

test('a draft tells whose it is, the rate, how to see it, and no place on the disk', () => {
  const draft = issueDraft([{ view: grown([culprit]), asked: 'POST /orders' }], place) ?? ''

  expect(draft).toMatchInlineSnapshot(`
    "# Memory grows with each iteration of POST /orders: heap +112 bytes per iteration

    Draft for the tracker of next: what grows is held by the framework next. Read it before you send it.

    ## What happens

    - heap +112 bytes per iteration (95 % interval 111 to 113), over 10000 iterations in 1 min

    \`\`\`
    expected scenario not to leak, but heap grew +112 bytes per iteration (95% interval 111 to 113, 10000 iterations)
      grows         +1 Session, +112 bytes per iteration
      allocated at  node_modules/next/dist/server.js:12
      retained by   module node_modules/next/dist/server.js
      fingerprint   a
      heap      ▁▁▁▁▁▁▂▃▄▅▆▇█  52.0 MB to 52.8 MB over iterations 0 to 12000
      Remove each entry, listener or timer when its work ends. If a store is meant to fill up to n entries, pass bounded: n.
    \`\`\`

    ## What was expected

    That memory levels off: it was read after collections, with no request under way.

    ## How to see it

    \`\`\`
    npx @plateau/cli soak --iterations 10000 --request 'POST /orders' -- next start
    \`\`\`

    ## Versions

    - next 16.2.0
    - Node 24.21.0, linux x64
    - Plateau 0.1.0
    "
  `)
  expect(draft).not.toContain('/home/ada')
})

test('a draft of what nobody is known to hold says so, and of a level there is none', () => {
  expect(issueDraft([{ view: grown([]), asked: undefined }], place)).toContain(
    'Draft: who holds what grows is not known.',
  )
  expect(issueDraft([{ view: viewOf(LEVEL_SOAK), asked: '/' }], place)).toBeUndefined()
})
