import { expect, test } from 'vitest'
import { keepTail } from '../../src/process/output-tail.ts'

test('shows whole last lines, without the one that was cut', () => {
  const tail = keepTail()
  for (let at = 0; at < 1000; at++) tail.add('stdout', Buffer.from(`line ${at} of many\n`))

  const lines = tail.text().split('\n')

  expect(lines.at(-1)).toBe('line 999 of many')
  expect(lines.every((line) => /^line \d+ of many$/.test(line))).toBe(true)
  expect(lines.length).toBeGreaterThan(200)
  expect(Buffer.byteLength(tail.text())).toBeLessThanOrEqual(4096)
})

test('does not mix lines of the two streams, however they are cut', () => {
  const tail = keepTail()
  tail.add('stdout', Buffer.from('first ha'))
  tail.add('stderr', Buffer.from('error\nan'))
  tail.add('stdout', Buffer.from('lf\nlast'))
  tail.add('stderr', Buffer.from('other'))

  expect(tail.text().split('\n')).toEqual(['error', 'first half', 'last', 'another'])
})

test('of an endless line shows the end, beginning with a whole character', () => {
  const tail = keepTail()
  for (let at = 0; at < 5000; at++) tail.add('stdout', Buffer.from('a€'))

  expect(tail.text()).toMatch(/^a?(?:€a)+€$/)
})

test('survives bytes that are no text, and drops colours', () => {
  const tail = keepTail()
  tail.add('stdout', Buffer.from([0xff, 0xfe, 0x0a]))
  tail.add('stdout', Buffer.from('\u001b[31mred\u001b[39m\n'))

  expect(tail.text()).toBe('\ufffd\ufffd\nred')
})
