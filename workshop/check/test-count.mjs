// Names the tests that failed in the run that has just ended, then prints `N passed, N failed`.
import { readFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { cache, root } from '../installed-project.mjs'

const report = JSON.parse(readFileSync(join(cache, 'tests.json'), 'utf8'))
for (const { name: file, message, assertionResults } of report.testResults) {
  if (message) console.log(`failed: ${relative(root, file)}: ${message.slice(0, 500)}`)
  for (const { status, fullName, failureMessages } of assertionResults) {
    if (status !== 'failed') continue
    console.log(
      `failed: ${relative(root, file)}: ${fullName}\n${failureMessages.join('\n').slice(0, 1500)}`,
    )
  }
}

const skipped = report.numPendingTests + report.numTodoTests
const tail = skipped > 0 ? `, ${skipped} skipped` : ''
console.log(`${report.numPassedTests} passed, ${report.numFailedTests} failed${tail}`)
