import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect, onTestFinished, test } from 'vitest'
import { commandLoad } from '../../src/load/command-load.ts'
import { counterOf, countIn } from '../../src/load/counter.ts'
import { countLatencies } from '../../src/load/latency.ts'

const service = { url: 'http://127.0.0.1:1', signal: new AbortController().signal }

test('a generator is told the address and the iterations, in its environment and its arguments', async () => {
  const script =
    "if (process.env.PLATEAU_ITERATIONS !== '250' || process.env.PLATEAU_URL !== process.argv[1] || process.argv[2] !== '250') process.exit(9)"
  const load = commandLoad([process.execPath, '-e', script, '{url}', '{iterations}'], '.')

  await load.run(250, service)

  expect(load.progress.completed).toBe(250)
})

test('a generator that fails has done none of its iterations', async () => {
  const load = commandLoad(
    [process.execPath, '-e', "console.log('no script'); process.exit(107)"],
    '.',
  )

  await expect(load.run(250, service)).rejects.toThrow(/ended by itself with code 107\.$/)
  expect(load.progress.completed).toBe(0)
})

test.each([
  ['{"requests":{"total":42}}', 'requests.total', 42],
  ['{"requests":{"total":"42"}}', 'requests.total', undefined],
  ['{"a":1}', 'b.c', undefined],
  ['http2_requests_total 5\n', 'http2_requests_total', 5],
  [
    '# TYPE hits counter\nhits{path="/ 7}"} 3 1700000000\nhits{path="/b"} 4\nhits_created 9\n',
    'hits',
    7,
  ],
  ['', 'hits', undefined],
])('a counter in %j by the name %s is %s', (text, name, count) => {
  expect(countIn(text, name)).toBe(count)
})

test('a counter is read over HTTP, and missing where it cannot be', async () => {
  const server = createServer((_, response) => response.end('{"done":12}')).listen(0, '127.0.0.1')
  await new Promise((resolve) => server.once('listening', resolve))
  onTestFinished(() => void server.close())
  const { port } = server.address() as AddressInfo

  expect(await counterOf(`http://127.0.0.1:${port}/#done`)()).toBe(12)
  expect(await counterOf('http://127.0.0.1:9/#done')()).toBeUndefined()
  expect(() => counterOf('http://127.0.0.1:3000/metrics')).toThrow(
    'counter must be an address and the name of the number behind #, such as http://127.0.0.1:3000/metrics#http_requests_total, received',
  )
})

test('quantiles of latencies are right to 4 percent, and begin anew when they were taken', () => {
  const latencies = countLatencies()
  for (let time = 1; time <= 1000; time++) latencies.add(time)

  const { p50 = 0, p99 = 0, max } = latencies.take() ?? {}

  expect(p50 / 500).toBeGreaterThan(0.96)
  expect(p50 / 500).toBeLessThan(1.04)
  expect(p99 / 990).toBeGreaterThan(0.96)
  expect(p99 / 990).toBeLessThan(1.04)
  expect(max).toBe(1000)
  expect(latencies.take()).toBeUndefined()
})
