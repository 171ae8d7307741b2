// Serves work that leaves nothing behind: `node clean-servers.mjs KIND`.
import { AsyncLocalStorage } from 'node:async_hooks'
import cluster from 'node:cluster'
import { createHash } from 'node:crypto'
import { EventEmitter, once } from 'node:events'
import { createReadStream } from 'node:fs'
import { Agent, createServer, get } from 'node:http'
import { PassThrough } from 'node:stream'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { isMainThread, parentPort, Worker } from 'node:worker_threads'
import { gzip } from 'node:zlib'

let served = 0

/** What one request does, by name; what it needs is made by the first. */
const KINDS = {
  json: () => JSON.stringify(JSON.parse(`{"order":${served},"items":[1,2,3]}`)),
  'cache-at-its-limit': () => evicting(300, { page: 'x'.repeat(200) }),
  'cache-of-buffers': () => evicting(50, Buffer.alloc(20_000, served)),
  'sessions-with-ttl': openSession,
  memoized: () => remembered(`/item/${(served * 7919) % 200}`),
  logging: () => void process.stdout.write(`${new Date().toISOString()} GET / 200 ${served}\n`),
  'ring-of-lines': () => {
    recent[served % 500] = `line ${served}: ${'y'.repeat(served % 50)}`
  },
  'keep-alive': askUpstream,
  'passing-connections': (_, response) => void response.setHeader('connection', 'close'),
  timers: () => new Promise((done) => setTimeout(done, served % 5)),
  deadlines: () => {
    clearTimeout(setTimeout(() => {}, 60_000))
  },
  listeners: async () => {
    const bell = once(bus, 'bell')
    bus.emit('bell')
    await bell
  },
  'async-context': () => context.run({ served }, () => Promise.resolve(context.getStore())),
  compression: () => promisify(gzip)('z'.repeat(5000)),
  hashes: () => createHash('sha256').update(String(served)).digest('hex'),
  files: async () => {
    for await (const _ of createReadStream(fileURLToPath(import.meta.url)));
  },
  streams: (_, response) => {
    const body = new PassThrough()
    body.pipe(response)
    body.end('w'.repeat(30_000))
    return response
  },
  'weak-keys': (request) => void seen.set(request, { served }),
  'fetch-with-signal': async () => {
    const answer = await fetch(await upstreamUrl(), { signal: AbortSignal.timeout(5000) })
    await answer.text()
  },
  threads: () => {
    worker ??= new Worker(new URL(import.meta.url), { argv: process.argv.slice(2) })
    worker.postMessage(served)
    return once(worker, 'message')
  },
  cluster: () => evicting(100, { pid: process.pid }),
}

const cache = new Map()
const sessions = new Map()
const memo = new Map()
const recent = []
const bus = new EventEmitter()
const context = new AsyncLocalStorage()
const seen = new WeakMap()
let worker
let upstream

const [, , kind] = process.argv
if (!isMainThread) parentPort.on('message', (order) => parentPort.postMessage({ order }))
else if (kind === 'cluster' && cluster.isPrimary) for (let at = 0; at < 2; at++) cluster.fork()
else serve()

function serve() {
  const work = KINDS[kind]
  if (work === undefined) throw new Error(`There is no kind '${kind}'.`)
  createServer(async (request, response) => {
    served++
    const answered = await work(request, response)
    if (answered !== response) response.end(typeof answered === 'string' ? answered : 'done')
  }).listen(Number(process.env.PORT))
}

function evicting(limit, page) {
  cache.set(served, page)
  if (cache.size > limit) cache.delete(cache.keys().next().value)
}

function openSession() {
  const id = `session ${served}`
  sessions.set(id, { served })
  setTimeout(() => sessions.delete(id), 40)
}

function remembered(key) {
  if (!memo.has(key)) memo.set(key, { parts: key.split('/') })
  return memo.get(key)
}

async function askUpstream() {
  const [answer] = await once(get(await upstreamUrl(), { agent }), 'response')
  for await (const _ of answer);
}

const agent = new Agent({ keepAlive: true, maxSockets: 5 })

function upstreamUrl() {
  upstream ??= new Promise((ready) => {
    const server = createServer((_, response) => response.end('price'))
    server.listen(0, '127.0.0.1', () => ready(`http://127.0.0.1:${server.address().port}/`))
  })
  return upstream
}
