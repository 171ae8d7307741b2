import { expect, test } from 'vitest'
import { withPlainTexts } from '../../src/report/plain-text.ts'
import { HOSTILE } from './recorded-soak.ts'

test('puts every text on one line and takes out its orders', () => {
  expect(withPlainTexts({ name: HOSTILE, kept: ['::error::x', 'a ##[group]b', 'c#d'] })).toEqual({
    name: '</script><img src=x onerror=document.title=1>]]>&"\'red \ufffd ::error::x%\n# EOF\n|`` @team [x](https://evil.example)'.replaceAll(
      '\n',
      ' ',
    ),
    kept: [': :error::x', 'a # #[group]b', 'c#d'],
  })
})

test('leaves numbers and plain texts as they are', () => {
  const held = { readings: [1, 2.5], text: 'sessions (Map) → entry', none: null, 'is on': true }

  expect(withPlainTexts(held)).toEqual(held)
})
