// CLEAN: lines pile up in memory until 8 KB are reached, then they are written out at once: a saw-tooth.

import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

export const meta = {
  id: 'clean-sonic-boom-buffer',
  package: 'sonic-boom',
  leaky: null,
  fixed: '5.0.2',
  kind: 'clean: buffered writes, saw-tooth',
  metric: 'heap',
  n: 1024,
  settleMs: 40,
  source: 'minLength: 8192 bytes, lines of 64 bytes',
  bytesPerIteration: 0,
  node: ['22', '24'],
}

export async function setup(load) {
  const { default: SonicBoom } = await load()
  const folder = mkdtempSync(join(tmpdir(), 'access-log-'))
  const log = new SonicBoom({ dest: join(folder, 'access.log'), minLength: 8192, sync: false })
  await once(log, 'ready')
  return { log, folder, line: 0 }
}

export async function iterate(context) {
  const line = String(context.line++).padStart(12, '0')
  context.log.write(`${`${line} GET /health 200`.padEnd(63)}\n`)
  if (context.line % 32 === 0) await new Promise(setImmediate)
}

export async function teardown({ log, folder }) {
  log.end()
  await once(log, 'close')
  rmSync(folder, { recursive: true, force: true })
}
