// Writes the JSON schemas of every package, which a test compares with the types and with what is really written.
import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { root } from '../installed-project.mjs'
import { readOptions } from '../read-options.mjs'
import { schemaTexts } from './json-schemas.mjs'

readOptions('schemas', { options: {} })
for (const [path, text] of Object.entries(schemaTexts())) {
  const file = join(root, 'packages', path)
  mkdirSync(dirname(file), { recursive: true })
  writeFileSync(file, text)
  console.log(`packages/${path}`)
}
