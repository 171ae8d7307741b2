const { EventEmitter } = require('node:events')

const prices = new EventEmitter()
prices.setMaxListeners(0)

/** The leak: the listener of a client stays after the client has gone. */
async function serveLeaky(client) {
  prices.on('change', (price) => client.push(price))
  await handle(client)
}

/** The fix: it goes with the client. */
async function serve(client) {
  const onChange = (price) => client.push(price)
  prices.on('change', onChange)
  try {
    await handle(client)
  } finally {
    prices.off('change', onChange)
  }
}

async function handle(client) {
  client.push('hello')
  await null
}

module.exports = { prices, serve, serveLeaky }
