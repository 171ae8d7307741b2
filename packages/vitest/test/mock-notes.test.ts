import { afterEach, expect, test, vi } from 'vitest'
import { followMocks } from '../src/loop/mock-notes.ts'

afterEach(() => {
  vi.restoreAllMocks()
})

function spiedShop() {
  const shop = { state: () => 'open' }
  vi.spyOn(shop, 'state').mockReturnValue('closed')
  return shop
}

test('a run may restore what the one before it has made', () => {
  const mocks = followMocks()
  mocks.begin()
  const shop = spiedShop()
  mocks.forget()
  vi.restoreAllMocks()
  expect(shop.state()).toBe('open')
})

test('what a run has made is forgotten after the next one', () => {
  const mocks = followMocks()
  mocks.begin()
  const shop = spiedShop()
  mocks.forget()
  mocks.forget()
  vi.restoreAllMocks()
  expect(shop.state()).toBe('closed')
})

test('what was made before a test is repeated stays, and its calls are forgotten', () => {
  const shop = spiedShop()
  const mocks = followMocks()
  mocks.begin()
  shop.state()
  for (let runs = 0; runs < 3; runs++) mocks.forget()
  expect(shop.state).not.toHaveBeenCalled()
  vi.restoreAllMocks()
  expect(shop.state()).toBe('open')
})

test('sets are as before', () => {
  followMocks()
  expect([...new Set([1, 2])]).toEqual([1, 2])
  const seen = vi.fn()
  new Set([1, 2]).forEach(seen)
  expect(seen).toHaveBeenCalledTimes(2)
  expect(Object.keys(Set.prototype)).toEqual([])
})
