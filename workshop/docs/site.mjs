// Builds the documentation's site into .cache/site. A link to a page that is not there fails it.
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { build } from 'vitepress'
import { root } from '../installed-project.mjs'
import { readOptions } from '../read-options.mjs'

readOptions('site', { options: {} })
await build(join(root, 'docs'))
// Assistants look for their map at the root of a site; there, its pages are those of the site.
const map = readFileSync(join(root, 'llms.txt'), 'utf8')
const ofSite = map.replace(/\(docs\/([\w-]+)\.md\)/g, '($1.html)')
writeFileSync(join(root, '.cache', 'site', 'llms.txt'), ofSite)
console.log('The site is in .cache/site: npx vitepress preview docs')
