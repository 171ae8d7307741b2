import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { root } from '../workshop/installed-project.mjs'
import { schemaTexts } from '../workshop/release/json-schemas.mjs'

test('each schema says what the types say', () => {
  for (const [path, text] of Object.entries(schemaTexts())) {
    expect(text, `${path}: types and schemas differ: npm run measure -- schemas`).toBe(
      readFileSync(join(root, 'packages', path), 'utf8'),
    )
  }
})
