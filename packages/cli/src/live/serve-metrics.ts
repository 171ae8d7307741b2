import { createServer } from 'node:http'
import { MisuseError } from '@plateau/core'
import { openMetrics } from '../report/open-metrics.ts'
import type { SoakLog, SoakStatus } from '../run/soak.ts'
import { viewOfRun } from '../run/view-of-run.ts'

const CONTENT_TYPE = 'application/openmetrics-text; version=1.0.0; charset=utf-8'

/**
 * Serves a run's metrics to a Prometheus on this machine while it goes on. Rejects with `MisuseError`
 * where the port is taken.
 */
export async function serveMetrics(
  port: number,
  { log, status }: { readonly log: SoakLog; readonly status: SoakStatus },
): Promise<{ close(): void }> {
  const server = createServer(({ url }, answer) => {
    if (url !== '/metrics' && url !== '/') {
      answer.writeHead(404).end('Metrics are at /metrics.\n')
      return
    }
    answer.writeHead(200, { 'content-type': CONTENT_TYPE })
    answer.end(openMetrics(viewOfRun(log.records), status.verdicts))
  })
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      reject(
        new MisuseError(
          `metricsPort ${port} cannot be listened on (${error.code ?? error.message}). Name another one.`,
        ),
      )
    })
    server.listen(port, '127.0.0.1', resolve)
  })
  server.unref()
  return {
    close() {
      server.close()
      server.closeAllConnections()
    },
  }
}
