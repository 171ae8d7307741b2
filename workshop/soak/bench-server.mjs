// Serves orders beside 50 MB of state: `node bench-server.mjs none|bytes|numbers`, or what it keeps of every request.
import { writeFileSync } from 'node:fs'
import { createServer } from 'node:http'

/** 400 000 objects of a string and a number, about 50 MB. */
const state = Array.from({ length: 400_000 }, (_, id) => ({
  id,
  text: Buffer.alloc(60, id).toString('latin1'),
}))

const recent = new Map()
const numbers = new Map()
let kept
let served = 0

const LEAKS = {
  none() {},
  // An object of 40 bytes and a string of 64 or 56: 100 on average.
  bytes() {
    const letters = served % 2 === 0 ? 44 : 36
    kept = { older: kept, text: Buffer.alloc(letters, served).toString('latin1') }
  },
  // No byte of the heap between two doublings of the table.
  numbers() {
    numbers.set(served, served)
  },
}

const leak = LEAKS[process.argv[2] ?? 'none']

/** For the bench of CPU: a stamp of it every so many requests, in room that is there before the first. */
const { STAMPS, STAMPS_FILE, STAMP_EVERY } = process.env
const stamps = new Float64Array(Number(STAMPS ?? 0))

createServer((request, response) => {
  if (request.url !== '/order') return response.end('ready')
  if (stamps.length > 0 && served % Number(STAMP_EVERY) === 0) stamp()
  served++
  leak()
  const order = { id: served, first: state[served % state.length].id, lines: [1, 2, 3] }
  recent.set(served % 500, order)
  response.end(JSON.stringify(order))
}).listen(Number(process.env.PORT))

function stamp() {
  const { user, system } = process.cpuUsage()
  const at = served / Number(STAMP_EVERY)
  if (at < stamps.length) stamps[at] = user + system
  if (at === stamps.length - 1) writeFileSync(STAMPS_FILE, JSON.stringify([...stamps]))
}
