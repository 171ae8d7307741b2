// The built-in load without a soak, in a process as fresh as that of one: what is compiled in a driver decides how many
// requests a server meets at once, and so what each of them costs. `node drive-alone.mjs PACKAGES URL ITERATIONS LEG`
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'

const [packages, url, iterations, leg] = process.argv.slice(2)
const importLoad = (file) => import(join(packages, 'cli', 'dist', 'load', file))
const { driveLoad } = await importLoad('drive-load.js')
const { fillRequests } = await importLoad('fill-requests.js')

/** As long as a checkpoint takes. */
const PAUSE_MS = 50

const load = driveLoad({
  requests: fillRequests([{ path: '/order' }], { rows: undefined, headers: {} }),
  ratePerSecond: undefined,
  concurrency: 4,
  timeoutMs: 10_000,
})
const { signal } = new AbortController()
for (let done = 0; done < Number(iterations); done += Number(leg)) {
  await load.run(Math.min(Number(leg), Number(iterations) - done), { url, signal })
  await pause(PAUSE_MS)
}
load.close()
