// A ReadableStream body was piped to the response and not cancelled when the client hung up: its cursor stayed open, with the timer of its lease.
import http from 'node:http'
import net from 'node:net'

export const meta = {
  id: 'koa-export-abort',
  package: 'koa',
  leaky: '3.0.3',
  fixed: '3.1.0',
  kind: 'streams / timers of a body that is not cancelled',
  metric: 'handles',
  n: 150,
  settleMs: 60,
  source: 'koajs/koa pull request #1893, issue #1834 (3.1.0)',
  bytesPerIteration: 1,
  node: ['22', '24'],
}

const PAGE = Buffer.alloc(256 * 1024, 'row,')

export async function setup(load) {
  const { default: Koa } = await load()
  const context = { openCursors: new Set(), server: null, port: 0 }
  const app = new Koa()
  app.silent = true
  app.on('error', () => {})
  app.use((ctx) => {
    const cursor = { page: 0, lease: null }
    ctx.type = 'text/csv'
    ctx.body = new ReadableStream({
      start() {
        cursor.lease = setInterval(() => {}, 30_000)
        context.openCursors.add(cursor)
      },
      pull(controller) {
        cursor.page++
        controller.enqueue(PAGE)
      },
      cancel() {
        clearInterval(cursor.lease)
        context.openCursors.delete(cursor)
      },
    })
  })
  context.server = http.createServer(app.callback())
  await new Promise((resolve) => context.server.listen(0, '127.0.0.1', resolve))
  context.port = context.server.address().port
  return context
}

export async function iterate({ server, port }) {
  const hungUp = new Promise((resolve) => {
    server.once('request', (_request, response) => response.once('close', resolve))
  })
  const client = net.connect(port, '127.0.0.1')
  client.write('GET /export.csv HTTP/1.1\r\nHost: localhost\r\n\r\n')
  await new Promise((resolve) => client.once('data', resolve))
  client.destroy()
  await hungUp
  await new Promise(setImmediate)
}

export async function teardown({ openCursors, server }) {
  for (const cursor of openCursors) clearInterval(cursor.lease)
  openCursors.clear()
  server.closeAllConnections()
  await new Promise((resolve) => server.close(resolve))
}
