// Writes the public types of every package to api/, where a test compares them with what is built.
import { mkdirSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { root } from '../installed-project.mjs'
import { readOptions } from '../read-options.mjs'
import { publicTypes } from './public-types.mjs'

readOptions('api', { options: {} })
mkdirSync(join(root, 'api'), { recursive: true })
for (const name of readdirSync(join(root, 'packages'))) {
  const text = publicTypes(join(root, 'packages', name))
  writeFileSync(join(root, 'api', `${name}.md`), text)
  console.log(`api/${name}.md  ${text.split('\n').length} lines`)
}
