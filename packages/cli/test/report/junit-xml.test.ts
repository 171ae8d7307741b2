import { expect, test } from 'vitest'
import { junitXml } from '../../src/report/junit-xml.ts'
import { viewOf } from '../../src/report/run-view.ts'
import {
  endRecord,
  GROWING_SOAK,
  HOSTILE_SOAK,
  LEVEL_SOAK,
  START,
  UNSETTLED,
} from './recorded-soak.ts'
import { xmlFaults } from './well-formed-xml.ts'

test('growth is a failure with all that is known of it', () => {
  expect(junitXml(viewOf(GROWING_SOAK))).toMatchInlineSnapshot(`
    "<?xml version="1.0" encoding="UTF-8"?>
    <testsuites name="plateau soak" tests="2" failures="1" errors="0" time="60.000">
      <testsuite name="orders" tests="2" failures="1" errors="0" time="60.000" skipped="0" timestamp="2026-11-21T02:17:00.000Z">
        <properties>
          <property name="run" value="orders-20261121-0217"/>
          <property name="started" value="2026-11-21T02:17:00.000Z"/>
          <property name="mode" value="checkpoints"/>
          <property name="warm-up" value="2 000 iterations"/>
          <property name="planned" value="10 000 iterations"/>
          <property name="rate" value="200 iterations per second"/>
          <property name="checkpoint" value="every 1 000 iterations"/>
          <property name="tolerated" value="heap 0.5 per iteration"/>
          <property name="versions" value="Plateau 0.1.0, Node 24.21.0, linux x64"/>
          <property name="commit" value="0f3c2d1"/>
          <property name="branch" value="main"/>
        </properties>
        <testcase classname="orders" name="main levels off" time="60.000">
          <failure type="growth" message="expected scenario not to leak, but heap grew +112 bytes per iteration (95% interval 111 to 113, 10000 iterations)">expected scenario not to leak, but heap grew +112 bytes per iteration (95% interval 111 to 113, 10000 iterations)
      grows         +1 Session, +112 bytes per iteration
      allocated at  src/sessions.ts:41:18  remember
      retained by   module src/sessions.ts → sessions (Map) → entry → Session
      fingerprint   3f9a2c1b
      heap      ▁▁▁▁▁▁▂▃▄▅▆▇█  52.0 MB to 52.8 MB over iterations 0 to 12000
      Remove each entry when its work ends, or give the store a limit. If it is meant to fill up to n entries, pass bounded: n.
      heap has grown since about iteration 5 000, 25 s after the start (2026-11-21 02:17 UTC).
      The process would reach its limit of 64.0 MB 5 h after the last sample, about 2026-11-21 07:18 UTC: after 4 h at the earliest, and it may never be reached (90% interval).</failure>
        </testcase>
        <testcase classname="orders" name="worker 2 levels off" time="60.000"/>
      </testsuite>
    </testsuites>
    "
  `)
})

test('what is unsettled is an error', () => {
  const xml = junitXml(viewOf([...LEVEL_SOAK.slice(0, -1), endRecord([UNSETTLED])]))

  expect(xml).toContain('tests="1" failures="0" errors="1"')
  expect(xml).toContain('<error type="unsettled" message="could not tell whether')
})

test('what is incomplete is an error of the run and of each process', () => {
  const xml = junitXml(viewOf(LEVEL_SOAK.slice(0, -1)))

  expect(xml).toContain('tests="2" failures="0" errors="2"')
  expect(xml).toContain('name="the run is complete"')
  expect(xml).toContain(
    'worker 2 was not judged: the run ended without a verdict on it, after 13 samples.',
  )
})

test('a run without a process is an error, not an empty suite', () => {
  expect(junitXml(viewOf([START, endRecord([])]))).toContain('tests="1" failures="0" errors="1"')
})

test.each([
  ['growth', GROWING_SOAK],
  ['a plateau', LEVEL_SOAK],
  ['hostile names', HOSTILE_SOAK],
  ['a run that was cut off', HOSTILE_SOAK.slice(0, -1)],
])('is well-formed for %s', (_, records) => {
  expect(xmlFaults(junitXml(viewOf(records)))).toEqual([])
})

test.each(['<a>', '<a></b>', '<a x=1/>', '<a>&amp</a>', '<a>\u0000</a>', '<a x="<"/>'])(
  'a planted fault is found: %j',
  (xml) => {
    expect(xmlFaults(xml)).not.toEqual([])
  },
)
