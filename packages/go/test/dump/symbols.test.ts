import { expect, test } from 'vitest'
import { parseSymbols } from '../../src/dump/symbols.ts'

test('reads what go tool nm lists, by rising address, without places that have no size', () => {
  const listed = [
    '  58ca48          8 D main.list',
    '  58ca40          0 D runtime.data',
    '  58ca40          8 D main.sessions',
    '  401000        120 T main.(*cache[go.shape.string,int]).put',
    '                    U malloc',
  ].join('\n')

  expect(parseSymbols(listed)).toEqual([
    { address: 0x401000, bytes: 120, name: 'main.(*cache[go.shape.string,int]).put' },
    { address: 0x58ca40, bytes: 8, name: 'main.sessions' },
    { address: 0x58ca48, bytes: 8, name: 'main.list' },
  ])
})

test('finds none in the answer for a stripped program', () => {
  expect(parseSymbols('reading ./api: no symbols\n')).toEqual([])
})
