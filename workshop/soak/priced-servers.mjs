// Serves orders as most servers do, small and without state: `node priced-servers.mjs plain|express`, with EXPRESS
// as the address of the package. A stamp of its own CPU is taken every so many requests.
import { writeFileSync } from 'node:fs'
import { createServer } from 'node:http'

/** In room that is there before the first. */
const { STAMPS, STAMPS_FILE, STAMP_EVERY, EXPRESS, PORT } = process.env
const stamps = new Float64Array(Number(STAMPS ?? 0))
const recent = new Map()
let served = 0

const SERVERS = {
  plain() {
    createServer((request, response) => {
      if (request.url !== '/order') return response.end('ready')
      response.setHeader('content-type', 'application/json')
      response.end(JSON.stringify(nextOrder()))
    }).listen(Number(PORT))
  },
  async express() {
    const { default: express } = await import(EXPRESS)
    const app = express()
    app.use(express.json())
    app.get('/ready', (_, response) => response.send('ready'))
    app.get('/order', (_, response) => response.json(nextOrder()))
    app.listen(Number(PORT))
  },
}

await SERVERS[process.argv[2]]()

function nextOrder() {
  if (stamps.length > 0 && served % Number(STAMP_EVERY) === 0) stamp()
  served++
  const order = { id: served, first: served % 100, lines: [1, 2, 3] }
  recent.set(served % 500, order)
  return order
}

function stamp() {
  const { user, system } = process.cpuUsage()
  const at = served / Number(STAMP_EVERY)
  if (at < stamps.length) stamps[at] = user + system
  if (at === stamps.length - 1) writeFileSync(STAMPS_FILE, JSON.stringify([...stamps]))
}
