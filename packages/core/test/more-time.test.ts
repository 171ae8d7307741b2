import { expect, test } from 'vitest'
import { adviceOfLoop } from '../src/more-time.ts'
import { lateExplanationNote, openingAdvice } from '../src/report/advice.ts'

test('where a loop sets the limit, advice names its option', () => {
  expect(adviceOfLoop(lateExplanationNote(5000))).toMatchInlineSnapshot()
  expect(adviceOfLoop(openingAdvice(5000))).toMatchInlineSnapshot()
})
