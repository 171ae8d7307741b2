// A process of its own: checks the scenario that a file exports, and writes the verdict to another file.
import { writeFileSync } from 'node:fs'
import { pathToFileURL } from 'node:url'
import {
  checkLeak,
  describeVerdict,
  type LeakOptions,
  type Scenario,
  type Target,
} from '@plateau/core'

const [, , file = '', name = '', options = '{}', into = ''] = process.argv

const exported = (await import(pathToFileURL(file).href)) as Readonly<Record<string, unknown>>
const found = name === '' ? (exported['scenario'] ?? exported['default']) : exported[name]
if (found === undefined) {
  const wanted = name === '' ? "neither 'scenario' nor a default" : `no '${name}'`
  throw new Error(`It exports ${wanted}, but ${Object.keys(exported).join(', ') || 'nothing'}.`)
}
const verdict = await checkLeak(found as Scenario | Target, JSON.parse(options) as LeakOptions)
writeFileSync(into, JSON.stringify({ kind: verdict.kind, text: describeVerdict(verdict) }))
// What the scenario left behind must not keep the assistant waiting.
process.exit(0)
