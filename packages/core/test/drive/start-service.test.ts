import { expect, onTestFinished, test } from 'vitest'
import { type ServiceOptions, startService } from '../../src/drive/start-service.ts'
import { wholeMessage } from '../../src/target/target.ts'

const { signal } = new AbortController()
const LISTEN = `require('node:http').createServer((q, r) => r.end(process.env.GREETING))`

function start(options: Partial<ServiceOptions> & { script: string }, readyMs = 20_000) {
  const { script, ...rest } = options
  const command = [process.execPath, '-e', script, '{port}']
  return startService({ command, ...rest }, { name: "Program 'shop'", signal, readyMs })
}

async function failure(options: Parameters<typeof start>[0], readyMs?: number): Promise<string> {
  const error = await start(options, readyMs).catch((reason: Error) => reason)
  return wholeMessage(error as Error)
    .replaceAll(/:\d{4,5}\b/g, ':PORT')
    .replaceAll(/=\d+/g, '=PORT')
}

test.each([
  ['its environment', `${LISTEN}.listen(process.env.PORT)`, {}],
  ['a variable of another name', `${LISTEN}.listen(process.env.HTTP_PORT)`, { port: 'HTTP_PORT' }],
  ['an argument', `${LISTEN}.listen(process.argv[1])`, {}],
])('a program takes its port from %s, and is ready when it answers', async (_, script, options) => {
  const started = await start({ ...options, script, request: '/', env: { GREETING: 'at {port}' } })
  onTestFinished(async () => {
    started.connection.close()
    await started.program.stop()
  })

  const { body } = await started.connection.send('/')

  expect(body.toString()).toBe(`at ${new URL(started.connection.url).port}`)
})

test('a program that never answers is told of with the ways to say where it does', async () => {
  const script = `console.log('waiting for nobody'); setInterval(() => {}, 1000)`

  expect(await failure({ script, request: '/' }, 500)).toMatchInlineSnapshot(`
    "Program 'shop' had not answered at http://127.0.0.1:PORT/ after 500 ms (connect ECONNREFUSED 127.0.0.1:PORT). It was given PORT=PORT: if it takes the port from another variable, name that with port: 'HTTP_PORT'; if from an argument, write {port} there; if it listens where it likes, give url; if it answers to nothing, ready: false; if it just starts slowly, raise timeLimitMs. It listens on no port. It printed last:
      waiting for nobody"
  `)
})

test.runIf(process.platform === 'linux')(
  'a program that listens where it likes is told of with the port that it does listen on',
  async () => {
    const script = `require('node:http').createServer().listen(0, () => setInterval(() => {}, 1000))`

    const error = await start({ script, request: '/' }, 1500).catch((reason: Error) => reason)

    expect((error as Error).message).toMatch(
      / It does listen on port \d+: give its address with url, such as http:\/\/127\.0\.0\.1:\d+\.$/,
    )
  },
)

test('a program that ends before it answers is told of with its last words', async () => {
  const script = `console.error('no database'); process.exitCode = 2`

  expect(await failure({ script, request: '/' })).toMatchInlineSnapshot(`
    "While waiting for its first answer at http://127.0.0.1:PORT/ (it was given PORT=PORT), Program 'shop' ended by itself with code 2. Its last output:
      no database"
  `)
})

test('of a program that is no service, no answer is awaited', async () => {
  const started = await start({ script: 'setInterval(() => {}, 1000)', ready: false })

  expect(started.program.exit()).toBeUndefined()
  started.connection.close()
  await started.program.stop()
})
