// Names the tests that failed in the runs that have just ended, then prints `N passed, N failed`. The quick run and the
// rest are one: a test that either ran counts as it ended there.
import { readdirSync, readFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { cache, root } from '../installed-project.mjs'

const ends = new Map()
for (const name of readdirSync(join(cache, 'tests'))) {
  const { testResults } = JSON.parse(readFileSync(join(cache, 'tests', name), 'utf8'))
  for (const { name: path, message, assertionResults } of testResults) {
    const file = relative(root, path)
    if (message) ends.set(file, { status: 'failed', told: `${file}: ${message.slice(0, 500)}` })
    const namesakes = new Map()
    for (const { status, fullName, failureMessages } of assertionResults) {
      const count = (namesakes.get(fullName) ?? 0) + 1
      namesakes.set(fullName, count)
      const key = `${file} ${fullName} ${count}`
      const told = `${file}: ${fullName}\n${failureMessages?.join('\n').slice(0, 1500)}`
      const before = ends.get(key)
      if (before === undefined || rank(status) > rank(before.status))
        ends.set(key, { status, told })
    }
  }
}
const of = (status) => [...ends.values()].filter((end) => rank(end.status) === rank(status))
for (const { told } of of('failed')) console.log(`failed: ${told}`)
const skipped = of('skipped').length
console.log(
  `${of('passed').length} passed, ${of('failed').length} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`,
)

function rank(status) {
  return ['passed', 'failed'].indexOf(status)
}
