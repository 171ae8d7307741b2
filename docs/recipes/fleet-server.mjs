// A service that counts what it serves, as /metrics of a real one does. `node fleet-server.mjs leaky` keeps every order.
import { createServer } from 'node:http'

const isLeaky = process.argv[2] === 'leaky'
const orders = []
let served = 0

createServer(({ url }, response) => {
  if (url === '/metrics') return response.end(`http_requests_total ${served}\n`)
  served++
  orders.push({ at: served, lines: [1, 2, 3] })
  if (!isLeaky && orders.length > 100) orders.shift()
  response.end('ok')
}).listen(Number(process.env.PORT), '127.0.0.1')
