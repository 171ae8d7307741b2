// The memory that checks keep: bytes after the first one, and per check once the code of all is compiled.
import { startCheck } from '@plateau/core'
import { collect } from '@plateau/expose-gc-wrapper'

const CHECKS = 300
const readings = new Float64Array(4)
read(0)
await check(1)
read(1)
// V8 compiles what runs hot while the engine is not silent.
await check(CHECKS)
read(2)
await check(CHECKS)
read(3)
console.log(
  JSON.stringify({
    first: readings[1] - readings[0],
    perLaterCheck: (readings[3] - readings[2]) / CHECKS,
  }),
)

async function check(times) {
  for (let at = 0; at < times; at++) await startCheck(() => 1 + 1)
  await new Promise(setImmediate)
}

function read(at) {
  collect('full')
  collect('full')
  readings[at] = process.memoryUsage().heapUsed
}
