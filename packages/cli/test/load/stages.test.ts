import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect, onTestFinished, test } from 'vitest'
import { driveLoad } from '../../src/load/drive-load.ts'
import { stageAt, stagesOf } from '../../src/load/stages.ts'

test('stages follow each other, and begin anew', () => {
  const stages = stagesOf('10x30s, 50x2m')

  expect(stages).toEqual([
    { lanes: 10, forMs: 30_000 },
    { lanes: 50, forMs: 120_000 },
  ])
  expect([0, 29_999, 30_000, 149_999, 150_000].map((at) => stageAt(stages, at))).toEqual([
    { lanes: 10, leftMs: 30_000 },
    { lanes: 10, leftMs: 1 },
    { lanes: 50, leftMs: 120_000 },
    { lanes: 50, leftMs: 1 },
    { lanes: 10, leftMs: 30_000 },
  ])
})

test('a load has the lanes of its stage, and no connection between two legs', async () => {
  const atOnce = new Set<number>()
  const seen = { underWay: 0, connections: 0 }
  const server = createServer((_, response) => {
    atOnce.add(++seen.underWay)
    setTimeout(() => {
      seen.underWay--
      response.end('ok')
    }, 2)
  }).listen(0, '127.0.0.1')
  server.on('connection', (socket) => {
    seen.connections++
    socket.once('close', () => seen.connections--)
  })
  await new Promise((resolve) => server.once('listening', resolve))
  onTestFinished(() => void server.close())
  const load = driveLoad({
    requests: () => [{ path: '/' }],
    stages: [
      { lanes: 1, forMs: 150 },
      { lanes: 6, forMs: 150 },
    ],
    ratePerSecond: undefined,
    concurrency: 6,
    timeoutMs: 20_000,
  })
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const leg = (iterations: number) =>
    load.run(iterations, { url, signal: new AbortController().signal })

  await leg(1)
  expect(atOnce).toEqual(new Set([1]))
  await expect.poll(() => seen.connections).toBe(0)
  while (!atOnce.has(6)) await leg(50)
  expect(Math.max(...atOnce)).toBe(6)
  await expect.poll(() => seen.connections).toBe(0)
  expect(load.progress.failed).toBe(0)
})
