import { expect, test } from 'vitest'
import { markdownSummary } from '../../src/report/markdown-summary.ts'
import { viewOf } from '../../src/report/run-view.ts'
import type { RunRecord } from '../../src/run/run-record.ts'
import {
  endRecord,
  GROWING_SOAK,
  GROWTH,
  grows,
  HOSTILE,
  HOSTILE_SOAK,
  LEVEL_SOAK,
  processRecords,
  START,
} from './recorded-soak.ts'

test('shows the outcome, each process, what grew and a chart of it', () => {
  expect(markdownSummary(viewOf(GROWING_SOAK))).toMatchInlineSnapshot(`
    "## 🔴 growth: orders

    **The heap of main grows by +112 bytes per iteration since about iteration 5 000, 25 s after the start (2026-11-21 02:17 UTC), allocated at src/sessions.ts:41.**

    12 000 iterations in 1 min, 2 processes, checkpoints.

    | process | verdict | grew | | memory limit |
    | --- | --- | --- | --- | --- |
    | main | 🔴 growth | heap +112 bytes per iteration | heap ▁▁▁▁▁▁▂▃▄▅▆▇█ | The process would reach its limit of 64.0 MB 5 h after the last sample, about 2026-11-21 07:18 UTC: after 4 h at the earliest, and it may never be reached (90% interval). |
    | worker 2 | 🟢 plateau |  | heap ▁▁███████████ |  |

    ### main

    \`\`\`text
    expected scenario not to leak, but heap grew +112 bytes per iteration (95% interval 111 to 113, 10000 iterations)
      grows         +1 Session, +112 bytes per iteration
      allocated at  src/sessions.ts:41:18  remember
      retained by   module src/sessions.ts → sessions (Map) → entry → Session
      fingerprint   3f9a2c1b
      heap      ▁▁▁▁▁▁▂▃▄▅▆▇█  52.0 MB to 52.8 MB over iterations 0 to 12000
      Remove each entry when its work ends, or give the store a limit. If it is meant to fill up to n entries, pass bounded: n.
      heap has grown since about iteration 5 000, 25 s after the start (2026-11-21 02:17 UTC).
      The process would reach its limit of 64.0 MB 5 h after the last sample, about 2026-11-21 07:18 UTC: after 4 h at the earliest, and it may never be reached (90% interval).
    \`\`\`

    \`\`\`mermaid
    xychart-beta
      title "heap, the lowest of each stretch"
      x-axis "iterations" 0 --> 12000
      y-axis "MB" 49.7528 --> 55.0312
      line [52, 52, 52, 52, 52, 52, 52.112, 52.224, 52.336, 52.448, 52.56, 52.672, 52.784]
    \`\`\`

    **What happened**

    - 10 s: Warmed up after 2000 iterations.
    - 41 s: main: 3 requests had not ended after 5 s.

    <details><summary>Plan and versions</summary>

    | | |
    | --- | --- |
    | run | orders-20261121-0217 |
    | started | 2026-11-21T02:17:00.000Z |
    | mode | checkpoints |
    | warm-up | 2 000 iterations |
    | planned | 10 000 iterations |
    | rate | 200 iterations per second |
    | checkpoint | every 1 000 iterations |
    | tolerated | heap 0.5 per iteration |
    | versions | Plateau 0.1.0, Node 24.21.0, linux x64 |
    | commit | 0f3c2d1 |
    | branch | main |

    </details>
    "
  `)
})

test('says of a run that was cut off that it is incomplete', () => {
  const summary = markdownSummary(viewOf(LEVEL_SOAK.slice(0, -1)))

  expect(summary).toContain('## ⚪ incomplete: orders')
  expect(summary).not.toContain('🟢')
})

test('stays below 64 KB with 500 processes that grow and 5 000 events', () => {
  const names = Array.from({ length: 500 }, (_, at) => `worker ${at}`)
  const summary = markdownSummary(
    viewOf([
      START,
      ...names.flatMap((name) => processRecords(name, grows)),
      ...Array.from(
        { length: 5000 },
        (): RunRecord => ({
          type: 'event',
          elapsedMs: 1,
          iterations: 1,
          kind: 'gap',
          message: HOSTILE.repeat(20),
        }),
      ),
      endRecord(names.map((process) => ({ ...GROWTH, process }))),
    ]),
  )

  expect(Buffer.byteLength(summary)).toBeLessThan(64_000)
  expect(summary).toContain('And 450 more processes, none of them worse.')
  expect(summary).toMatch(/The details of \d+ more are in the report\./)
})

test('charts at most 60 points, and none where there is no reading', () => {
  const gap = (iterations: number) => (iterations === 3000 ? undefined : grows(iterations))
  const summary = markdownSummary(
    viewOf([START, ...processRecords('main', gap), endRecord([GROWTH])]),
  )

  expect(summary).toMatch(/line \[[\d., ]+\]/)
  expect(summary).not.toMatch(/NaN|undefined|null/)
})

test('takes names for text, not for markup, mentions or links', () => {
  const outside = markdownSummary(viewOf(HOSTILE_SOAK)).replaceAll(
    /^(`{3,})text\n[\s\S]*?\n\1$/gm,
    '',
  )

  expect(outside).not.toMatch(/<(?!\/?details>|\/?summary>)|@team|\]\(|:\/\//)
})
