// Writes docs/verified.md, which a test compares with the corpora.
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { root } from '../installed-project.mjs'
import { readOptions } from '../read-options.mjs'
import { verifiedPage } from './verified-page.mjs'

readOptions('verified', { options: {} })
writeFileSync(join(root, 'docs', 'verified.md'), verifiedPage())
console.log('docs/verified.md')
