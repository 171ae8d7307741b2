import type { GrowthVerdict, RunnerMade } from '../plateau/verdict.ts'

/** The part of all that the culprits keep which makes the runner the cause. */
const MOST = 0.8

/** What a message begins with where the runner, and not the code under test, makes the growth; else nothing. */
export function runnerCause({ growth, culprits }: GrowthVerdict): string {
  const isMemory = growth.every(({ probe }) => probe === 'heap' || probe === 'external')
  const made = culprits.flatMap(({ madeBy }) => madeBy ?? [])[0]
  if (made === undefined || !isMemory) return ''
  const its = culprits.filter(({ madeBy }) => madeBy?.runner === made.runner)
  if (bytesOf(its) < MOST * bytesOf(culprits)) return ''
  return `${made.does === 'keeps' ? 'kept' : 'made'} by ${ownerOf(made)}, not by your code: `
}

function bytesOf(culprits: GrowthVerdict['culprits']): number {
  return culprits.reduce((sum, { perIteration }) => sum + perIteration.bytes, 0)
}

const NAMES = { vitest: 'Vitest', jest: 'Jest', 'node:test': 'node:test' } as const

const PARTS: Readonly<Record<RunnerMade['part'], string>> = {
  'mock-calls': "'s mocks",
  mocks: "'s mocks",
  console: "'s console",
  snapshots: "'s snapshots",
  assertions: "'s assertions",
  'async-leak-detection': "'s --detect-async-leaks",
  state: ' itself',
}

/** `Vitest's mocks`. */
export function ownerOf({ runner, part }: RunnerMade): string {
  return `${NAMES[runner]}${PARTS[part]}`
}

/** The object that a runner's mocks are made with. */
const MAKERS = { vitest: 'vi', jest: 'jest', 'node:test': 'mock' } as const

/** What ends growth of the runner's own making. */
export function runnerRemedy({ runner, part }: RunnerMade): string {
  const maker = MAKERS[runner]
  switch (part) {
    case 'mock-calls':
      return runner === 'node:test'
        ? 'A mock keeps every call and its result: call send.mock.resetCalls() at the end of the scenario, or use a plain function in place of the mock.'
        : `A mock keeps every call and its result: call ${maker}.clearAllMocks() or send.mockClear() at the end of the scenario, or use a plain function in place of the mock.`
    case 'mocks':
      return runner === 'node:test'
        ? 'Every mock that the scenario makes stays registered: make it once, before the check, or call mock.reset() at the end of the scenario.'
        : `Every mock or spy that the scenario makes stays registered, also after mockRestore(): make it once, before the check, or call ${maker}.restoreAllMocks() at the end of the scenario.`
    case 'console':
      return 'What is logged is kept until the test file ends: run Jest with --silent or --verbose, or replace console.log by a function that keeps nothing while the check runs.'
    case 'snapshots':
      return 'Every snapshot assertion keeps its text until the test file ends: take it out of the scenario, and assert once beside the check.'
    case 'assertions':
      return 'Assertions inside the scenario leave something in the runner: take them out of it, and assert once beside the check.'
    case 'async-leak-detection':
      return 'It follows every promise and handle of the test file: run the leak checks without --detect-async-leaks.'
    case 'state':
      return 'What the scenario hands to the runner, such as a hook, is kept until the test ends: do it once, before the check.'
  }
}
