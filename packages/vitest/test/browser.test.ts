import { beforeAll, describe, expect } from 'vitest'
import { isWhole, testOfCases, testOfWhole } from '../../../test/whole.ts'
import { chromium } from './browser-chromium.ts'
import { type BrowserRun, browserProject, runVitestInBrowser } from './run-vitest-browser.ts'

/** One for each probe of a page; a run of `npm test` takes these leaks, their repairs and what is clean of itself. */
const LIKELIEST = ['a listener per call', 'a detached node per call', 'a buffer per call']

describe.skipIf(chromium === undefined)("in Vitest's browser mode", () => {
  beforeAll(() => {
    browserProject()
  }, 180_000)

  describe('scenarios of real pages', () => {
    let run: BrowserRun
    beforeAll(async () => {
      const leftOut = isWhole
        ? []
        : ['-t', `${LIKELIEST.join('|')}|clean (a component|a cache|a task|nothing)`]
      run = await runVitestInBrowser('fixtures/clean', 'fixtures/leaky', ...leftOut)
    }, 180_000)

    testOfCases(true)('that keep nothing pass', () => {
      const clean = Object.entries(run.outcomes).filter(([name]) => name.startsWith('clean '))

      expect(clean.length).toBeGreaterThan(isWhole ? 10 : 5)
      expect(clean.filter(([, outcome]) => outcome !== 'passed')).toEqual([])
    })

    const leaks: readonly (readonly [name: string, ...facts: readonly RegExp[]])[] = [
      ['a listener per call', /listeners grew \+/, /function \(anonymous\)/, /pages\.js:17:41/],
      ['a detached node per call', /nodes grew \+/, /\+1 Detached <div>/, /panels \(Array\)/],
      ['an array of objects', /heap grew \+/, /\+1 Row/, /rows \(Array\)/],
      ['an array of numbers', /heap grew \+/],
      ['a closure that holds a subtree', /nodes grew \+/, /list \(Detached <ul>/, /pages\.js:60/],
      ['a timer per call', /heap grew \+/],
      ['a buffer per call', /external grew \+/],
    ]
    for (const [name, ...facts] of leaks) {
      testOfCases(LIKELIEST.includes(name))(`that keep ${name} fail with what they keep`, () => {
        const message = run.outcomes[`leaky ${name}`]

        for (const fact of facts) expect.soft(message).toMatch(fact)
      })
    }
  })

  testOfWhole(
    'checks are enforced when they are not awaited, and misuse is refused',
    async () => {
      const { output, outcomes } = await runVitestInBrowser('fixtures/matcher')

      expect(output).not.toContain('Unhandled')
      expect(Object.keys(outcomes)).toHaveLength(23)
      await expect(output).toMatchFileSnapshot('output/browser.txt')
    },
    120_000,
  )

  testOfWhole(
    'a DevTools protocol that Vitest locks is refused with the fix',
    async () => {
      const { outcomes } = await runVitestInBrowser('fixtures/locked', '--config=locked.config.js')

      expect(outcomes).toMatchInlineSnapshot(`
      {
        "clean": "MisuseError: toLeak() reads a page's memory through the DevTools protocol, which Vitest refused: Cannot use CDP because browser API write or exec operations are disabled. See https://vitest.dev/config/api. Set allowExec and allowWrite of test.api to true where nobody else can reach Vitest's server.",
      }
    `)
    },
    60_000,
  )
})
