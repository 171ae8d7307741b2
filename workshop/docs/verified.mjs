// Writes docs/verified.md, which a test compares with the corpora and with what was measured of them.
import { readFileSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { root } from '../installed-project.mjs'
import { readOptions } from '../read-options.mjs'
import { keepVerdicts } from './verdicts.mjs'
import { verifiedPage } from './verified-page.mjs'

const { options, misuse } = readOptions('verified', {
  options: {
    rows: {
      value: 'FILE',
      text: 'what `corpus`, `corpus:go` or `culprits --only corpus` wrote to --json: kept in corpus/verdicts.ndjson',
      isRepeated: true,
    },
  },
})
for (const file of options.rows) keepVerdicts(rowsIn(file))
writeFileSync(join(root, 'docs', 'verified.md'), verifiedPage())
console.log('docs/verified.md')

function rowsIn(file) {
  let rows
  try {
    rows = JSON.parse(readFileSync(resolve(root, file), 'utf8'))
  } catch (error) {
    misuse(`--rows ${file} cannot be read as JSON: ${error.message}`)
  }
  if (!Array.isArray(rows) || rows.some(({ id, variant, kind }) => !(id && variant && kind)))
    misuse(
      `--rows ${file} holds no rows of a corpus: write them by npm run measure -- corpus --json ${file}`,
    )
  return rows
}
