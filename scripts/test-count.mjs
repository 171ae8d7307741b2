// Prints `N passed, N failed` for the test run that has just ended.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { cache } from './installed-project.mjs'

const report = JSON.parse(readFileSync(join(cache, 'tests.json'), 'utf8'))
const skipped = report.numPendingTests + report.numTodoTests
const tail = skipped > 0 ? `, ${skipped} skipped` : ''
console.log(`${report.numPassedTests} passed, ${report.numFailedTests} failed${tail}`)
