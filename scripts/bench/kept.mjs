// The memory that checks keep: bytes after the first one, and per check after a hundred more.
import { startCheck } from '@plateau/core'
import { collect } from '@plateau/expose-gc-wrapper'

const CHECKS = 100
const readings = new Float64Array(3)
read(0)
await startCheck(() => 1 + 1)
await new Promise(setImmediate)
read(1)
for (let at = 0; at < CHECKS; at++) await startCheck(() => 1 + 1)
await new Promise(setImmediate)
read(2)
console.log(
  JSON.stringify({
    first: readings[1] - readings[0],
    perLaterCheck: (readings[2] - readings[1]) / CHECKS,
  }),
)

function read(at) {
  collect('full')
  collect('full')
  readings[at] = process.memoryUsage().heapUsed
}
