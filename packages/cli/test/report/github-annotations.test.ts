import { expect, test } from 'vitest'
import { githubAnnotations } from '../../src/report/github-annotations.ts'
import { viewOf } from '../../src/report/run-view.ts'
import {
  endRecord,
  GROWING_SOAK,
  GROWTH,
  grows,
  HOSTILE_SOAK,
  LEVEL_SOAK,
  processRecords,
  START,
  UNSETTLED,
} from './recorded-soak.ts'

test('puts growth at the line that allocates', () => {
  expect(githubAnnotations(viewOf(GROWING_SOAK))).toMatchInlineSnapshot(`
    [
      "::error file=src/sessions.ts,line=41,col=18,title=plateau soak%3A orders%3A main%3A heap grows::expected scenario not to leak, but heap grew +112 bytes per iteration (95%25 interval 111 to 113, 10000 iterations)%0A  grows         +1 Session, +112 bytes per iteration%0A  allocated at  src/sessions.ts:41:18  remember%0A  retained by   module src/sessions.ts → sessions (Map) → entry → Session%0A  fingerprint   3f9a2c1b%0A  heap      ▁▁▁▁▁▁▂▃▄▅▆▇█  52.0 MB to 52.8 MB over iterations 0 to 12000%0A  Remove each entry when its work ends, or give the store a limit. If it is meant to fill up to n entries, pass bounded: n.%0A  heap has grown since about iteration 5 000, 25 s after the start (2026-11-21 02:17 UTC).%0A  The process would reach its limit of 64.0 MB 5 h after the last sample, about 2026-11-21 07:18 UTC: after 4 h at the earliest, and it may never be reached (90%25 interval).",
    ]
  `)
})

test('says nothing of a plateau', () => {
  expect(githubAnnotations(viewOf(LEVEL_SOAK))).toEqual([])
})

test('tells once that a run is incomplete, and of each process that is unsettled', () => {
  const unsettled = [...LEVEL_SOAK.slice(0, -1), endRecord([UNSETTLED])]

  expect(githubAnnotations(viewOf(LEVEL_SOAK.slice(0, -1)))).toMatchInlineSnapshot(`
    [
      "::error title=plateau soak%3A orders%3A incomplete::The run is incomplete: its file has no end line, so it still goes on, was killed, or could not be written.",
    ]
  `)
  expect(githubAnnotations(viewOf(unsettled))).toMatchInlineSnapshot(`
    [
      "::error title=plateau soak%3A orders%3A worker 2%3A unsettled::could not tell whether scenario leaks: too few iterations were allowed (10000 iterations, 60 s)%0A  heap      ▁▁███████████  30.0 MB to 31.4 MB over iterations 0 to 12000%0A  10 000 iterations were too few to tell: at least 30 000 are needed.",
    ]
  `)
})

test('gives at most five, and names the others in the last', () => {
  const names = Array.from({ length: 9 }, (_, at) => `worker ${at}`)
  const annotations = githubAnnotations(
    viewOf([
      START,
      ...names.flatMap((name) => processRecords(name, grows)),
      endRecord(names.map((process) => ({ ...GROWTH, process }))),
    ]),
  )

  expect(annotations).toHaveLength(5)
  expect(annotations[4]).toBe(
    '::error title=plateau soak%3A orders%3A 5 more::The reports tell more of:%0Aworker 4: heap grows%0Aworker 5: heap grows%0Aworker 6: heap grows%0Aworker 7: heap grows%0Aworker 8: heap grows',
  )
})

test('a name ends neither its command nor its property', () => {
  const [annotation = '', ...others] = githubAnnotations(viewOf(HOSTILE_SOAK))

  expect(others).toEqual([])
  expect(annotation).toMatch(/^::error file=[^,:]+,line=41,title=[^,:]+::[^\r\n]+$/)
})
