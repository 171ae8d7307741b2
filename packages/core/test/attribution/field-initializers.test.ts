import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { testOfWhole } from '../../../../test/whole.ts'
import { nodeBinary } from '../../../../workshop/installed-project.mjs'
import {
  isImplicitConstructor,
  isInitializer,
  mayBeField,
} from '../../src/attribution/field-initializers.ts'

const FIXTURE = join(import.meta.dirname, 'fixtures', 'fields.cjs')

const TOLD = [
  'one line: growth, all (Set)',
  'fields that refer to the class: growth, all (Array)',
  'private fields: growth, #kept (Map)',
  'a class made by a function: growth, kept (Array)',
  'listeners in fields: growth, x (Array)',
]

testOfWhole.each([20, 22, 24, 26])(
  'leaks of classes with fields are explained on Node %d',
  (major) => {
    const { stdout, signal, status } = spawnSync(nodeBinary(major), [FIXTURE], { encoding: 'utf8' })

    expect(signal).toBeNull()
    expect(stdout.trim().split('\n')).toEqual(TOLD)
    expect(status).toBe(0)
  },
  180_000,
)

test.each([
  '#seen = ',
  '  static all = ',
  'class A{#x=',
  '  handler = () => ',
  '  [key] = ',
  "  'a b' = ",
  'static accessor value = ',
  'm() {} next = ',
])('%s may begin a field', (before) => {
  expect(mayBeField(before)).toBe(true)
})

test.each(['const seen = ', '    this.seen = ', 'if (seen == ', '(seen) => ', 'seen.', ''])(
  '%s begins none',
  (before) => {
    expect(mayBeField(before)).toBe(false)
  },
)

test('an initializer is told by its name, and a constructor that is not written down by where it begins', () => {
  expect(isInitializer('<instance_members_initializer>')).toBe(true)
  expect(isInitializer('<static_initializer>')).toBe(true)
  expect(isInitializer('initializer')).toBe(false)
  expect(isImplicitConstructor('class Basket {')).toBe(true)
  expect(isImplicitConstructor('(id) { this.id = id }')).toBe(false)
})
