import { createServer } from 'node:http'
import { setTimeout as wait } from 'node:timers/promises'
import repaired from 'p-timeout'
import leaky from 'p-timeout-leaky'

// 6.1.2 leaves a listener on the signal at every call, 6.1.4 does not.
const pTimeout = process.argv[2] === 'leaky' ? leaky : repaired

const shutdown = new AbortController()
const recent = new Map()

createServer(async ({ url = '/' }, response) => {
  const quote = await pTimeout(quoteFor(url), { milliseconds: 1000, signal: shutdown.signal })
  remember(url, quote)
  response.end(JSON.stringify(quote))
}).listen(process.env.PORT)

process.once('SIGTERM', () => {
  shutdown.abort()
  process.exit(0)
})

async function quoteFor(url) {
  await wait(1)
  return { item: url.slice(1), cents: url.length * 100 }
}

/** A bounded cache: it fills, and then levels off. */
function remember(url, quote) {
  recent.set(url, quote)
  if (recent.size > 500) recent.delete(recent.keys().next().value)
}
