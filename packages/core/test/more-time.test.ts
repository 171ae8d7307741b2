import { expect, test } from 'vitest'
import { adviceOfLoop } from '../src/more-time.ts'
import { lateExplanationNote, openingAdvice } from '../src/report/advice.ts'

test('where a loop sets the limit, advice names its option', () => {
  expect(adviceOfLoop(lateExplanationNote(5000))).toMatchInlineSnapshot(
    `"The time was over before the growth was explained (5 s): raise --limit."`,
  )
  expect(adviceOfLoop(openingAdvice(5000))).toMatchInlineSnapshot(
    `"The target had not started when the time limit of 5 s was over. Raise --limit: starting a browser or a binary takes seconds."`,
  )
})
