import { expect, it } from 'vitest'
import { isNameOfSource } from '../../src/attribution/source-name.ts'

it.each(['sessions', '#cache', '$el', '_events', 'x1y1', 'sha256', 'mat4x4f32', 'größe'])(
  'a name of a source is told: %s',
  (name) => expect(isNameOfSource(name)).toBe(true),
)

it.each([
  'f47ac10b-58cc-4372-a567-0e02b2c3d479',
  '/users/12',
  'ada@example.org',
  '17',
  'user_48213',
  'a3f09c1be2',
  'V1StGXR8_Z5jdHi6B',
  '',
])('a key of data is not told: %s', (name) => expect(isNameOfSource(name)).toBe(false))
