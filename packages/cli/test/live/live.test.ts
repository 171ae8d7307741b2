import { createServer } from 'node:net'
import { expect, test } from 'vitest'
import { liveLine } from '../../src/live/live-line.ts'
import { serveMetrics } from '../../src/live/serve-metrics.ts'
import { createLog, createStatus } from '../../src/run/soak.ts'
import { planOf, scriptedTarget, soak } from '../run/scripted-soak.ts'

async function recorded() {
  const target = scriptedTarget((iterations) => ({ heap: 5_000_000 + 100 * iterations }))
  const { records, end } = await soak(planOf(target))
  const status = {
    ...createStatus(),
    phase: 'measuring' as const,
    iterations: () => 4800,
    fraction: () => 0.5,
    verdicts: end.verdicts,
  }
  return { records, status }
}

test('the line tells rate, memory, the verdict so far and the time left', async () => {
  const { records, status } = await recorded()
  expect(
    liveLine({ records, status, elapsedMs: 60_000, ratePerSecond: 812 }),
  ).toMatchInlineSnapshot(
    `"measuring 50 %  4 800 iterations  812/s  heap 5.5 MB ▁▂▄▄▄▅▅▅▆▆▆▇▇▇██  growth so far  1 min left"`,
  )
})

test('before anything is known the line tells the phase', () => {
  const status = createStatus()
  expect(liveLine({ records: [], status, elapsedMs: 0, ratePerSecond: 0 })).toBe(
    'starting 0 %  0 iterations',
  )
})

test('metrics are served while it runs, on the loopback interface', async () => {
  const { records, status } = await recorded()
  const log = { ...createLog({ append() {}, sync() {} }), records: records.slice(0, -1) }
  const port = await freePort()
  const server = await serveMetrics(port, { log, status })
  const answer = await fetch(`http://127.0.0.1:${port}/metrics`)
  const text = await answer.text()
  const other = await fetch(`http://127.0.0.1:${port}/other`)
  server.close()

  expect(answer.headers.get('content-type')).toContain('application/openmetrics-text')
  expect(text).toContain('plateau_soak_heap_bytes')
  expect(text.endsWith('# EOF\n')).toBe(true)
  expect(other.status).toBe(404)
})

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address() as { port: number }
      server.close(() => resolve(port))
    })
  })
}
