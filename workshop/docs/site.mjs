// Builds the documentation's site into .cache/site. A link to a page that is not there fails it.
import { fileURLToPath } from 'node:url'
import { build } from 'vitepress'
import { readOptions } from '../read-options.mjs'

readOptions('site', { options: {} })
await build(fileURLToPath(new URL('../../docs', import.meta.url)))
console.log('The site is in .cache/site: npx vitepress preview docs')
