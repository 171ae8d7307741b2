// The part of GitHub's API that keeps the comments of a pull request.
import { createServer } from 'node:http'
import { parentPort, workerData } from 'node:worker_threads'

const comments = []
const writes = []

const server = createServer(async (request, response) => {
  let text = ''
  for await (const piece of request) text += piece
  const path = request.url.replace('/repos/acme/shop/', '').replace(/\?.*/, '')
  const answer = (status, body) => response.writeHead(status).end(JSON.stringify(body))
  if (request.method === 'GET') return answer(200, comments)
  // As the real one does, it tells what was sent.
  if (workerData.isForbidden) return answer(403, { message: request.headers.authorization })
  writes.push(`${request.method} ${path}`)
  const { body } = JSON.parse(text)
  if (request.method === 'POST') comments.push({ id: comments.length + 1, body })
  else comments[Number(path.split('/').at(-1)) - 1].body = body
  answer(200, comments.at(-1))
})
server.listen(0, '127.0.0.1', () =>
  parentPort.postMessage({ url: `http://127.0.0.1:${server.address().port}` }),
)
parentPort.on('message', () =>
  parentPort.postMessage({ comments: comments.map(({ body }) => body), writes }),
)
