// Writes the JSON schemas of every package, which a test compares with the types and with what is really written.
import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { root } from '../installed-project.mjs'
import { readOptions } from '../read-options.mjs'
import { SCHEMAS, schemaText } from './json-schemas.mjs'

readOptions('schemas', { options: {} })
for (const [path, schema] of Object.entries(SCHEMAS)) {
  const file = join(root, 'packages', path)
  mkdirSync(dirname(file), { recursive: true })
  writeFileSync(file, schemaText(schema))
  console.log(`packages/${path}`)
}
