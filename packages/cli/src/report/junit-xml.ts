import { judgedPart } from './judged-part.ts'
import { incompleteReasons, type Outcome, processOutcome } from './outcome.ts'
import { runExtent, runFacts } from './run-facts.ts'
import type { ProcessView, RunView } from './run-view.ts'
import { verdictText } from './verdict-text.ts'

interface TestCase {
  readonly name: string
  readonly outcome: Outcome
  readonly seconds: number
  readonly text: string
}

/**
 * JUnit XML with one test case a process: growth is a failure, what is unsettled or incomplete an error. A
 * run that did not do all it should has a test case of its own, so that it never shows as a pass.
 */
export function junitXml(view: RunView): string {
  const name = escaped(view.start.name)
  const cases = [...runCases(view), ...view.processes.map((process) => processCase(view, process))]
  const counts = [
    `tests="${cases.length}"`,
    `failures="${cases.filter(({ outcome }) => outcome === 'growth').length}"`,
    `errors="${cases.filter(({ outcome }) => isError(outcome)).length}"`,
    `time="${secondsText(runExtent(view).elapsedMs / 1000)}"`,
  ].join(' ')
  const properties = runFacts(view).map(
    ([label, text]) => `      <property name="${escaped(label)}" value="${escaped(text)}"/>`,
  )
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    `<testsuites name="plateau soak" ${counts}>`,
    `  <testsuite name="${name}" ${counts} skipped="0" timestamp="${escaped(view.start.startedAt)}">`,
    '    <properties>',
    ...properties,
    '    </properties>',
    ...cases.map((testCase) => caseXml(name, testCase)),
    '  </testsuite>',
    '</testsuites>',
    '',
  ].join('\n')
}

function runCases(view: RunView): readonly TestCase[] {
  const reasons = incompleteReasons(view)
  if (reasons.length === 0) return []
  const seconds = runExtent(view).elapsedMs / 1000
  return [{ name: 'the run is complete', outcome: 'incomplete', seconds, text: reasons.join('\n') }]
}

function processCase(view: RunView, process: ProcessView): TestCase {
  const part = judgedPart(view, process)
  const from = process.came?.elapsedMs ?? 0
  const to = process.samples.at(-1)?.elapsedMs ?? from
  return {
    name: `${process.process} levels off${part === undefined ? '' : ` (${part})`}`,
    outcome: processOutcome(view, process),
    seconds: Math.max(0, to - from) / 1000,
    text: verdictText(view, process),
  }
}

function caseXml(suite: string, { name, outcome, seconds, text }: TestCase): string {
  const opening = `    <testcase classname="${suite}" name="${escaped(name)}" time="${secondsText(seconds)}"`
  if (outcome === 'plateau') return `${opening}/>`
  const element = isError(outcome) ? 'error' : 'failure'
  const message = escaped(text.split('\n')[0] ?? '')
  return [
    `${opening}>`,
    `      <${element} type="${outcome}" message="${message}">${escaped(text)}</${element}>`,
    '    </testcase>',
  ].join('\n')
}

function isError(outcome: Outcome): boolean {
  return outcome === 'unsettled' || outcome === 'incomplete'
}

function secondsText(seconds: number): string {
  return seconds.toFixed(3)
}

export function escaped(text: string): string {
  return text.replaceAll(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`)
}
