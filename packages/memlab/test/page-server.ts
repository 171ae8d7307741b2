import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'

/** A server on the loopback interface that serves what it is given by path. */
export interface PageServer {
  url(path: string): string
  close(): Promise<void>
}

const TYPES: Readonly<Record<string, string>> = {
  js: 'text/javascript',
  map: 'application/json',
  json: 'application/json',
  gif: 'image/gif',
}

/** A path that is not listed is answered with 404; one that ends in `hang` is never answered. */
export async function servePages(pages: Readonly<Record<string, string>>): Promise<PageServer> {
  const server = createServer(({ url = '/' }, response) => {
    const path = url.split('?')[0]?.slice(1) ?? ''
    if (path.endsWith('hang')) return
    const body = pages[path]
    response.statusCode = body === undefined ? 404 : 200
    response.setHeader('content-type', TYPES[path.split('.')[1] ?? ''] ?? 'text/html')
    response.end(path.endsWith('.gif') ? Buffer.from(body ?? '', 'base64') : body)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return {
    url: (path) => `http://127.0.0.1:${port}/${path}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

/** A page whose script has a function `act`, one call of which is an iteration. */
export function pageWith(script: string): string {
  return `<!doctype html><title>test page</title><body><script>\n${script}\n</script></body>`
}
