import { unwatchFile, watchFile } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Scenario } from '../../src/scenario.ts'

const ONE_HOUR_MS = 3_600_000

interface Context {
  watched: number
}

/** `watchFile` polls one more path per call; the repaired twin calls `unwatchFile`. */
export const leaky: Scenario = {
  name: 'watchFile never ended',
  setup: open,
  run(context: Context) {
    watchFile(pathOf(context.watched++), { interval: ONE_HOUR_MS }, () => {})
  },
  teardown(context: Context) {
    while (context.watched > 0) unwatchFile(pathOf(--context.watched))
  },
}

export const repaired: Scenario = {
  name: 'watchFile ended by unwatchFile',
  setup: open,
  run(context: Context) {
    const path = pathOf(context.watched++)
    watchFile(path, { interval: ONE_HOUR_MS }, () => {})
    unwatchFile(path)
  },
}

function open(): Context {
  return { watched: 0 }
}

function pathOf(index: number): string {
  return join(tmpdir(), `plateau-never-written-${index}`)
}
