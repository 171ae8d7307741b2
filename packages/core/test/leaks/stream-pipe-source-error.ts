import { once } from 'node:events'
import { createWriteStream, mkdtempSync, rmSync, type WriteStream } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { Scenario } from '../../src/scenario.ts'

interface Context {
  readonly folder: string
  readonly sinks: WriteStream[]
}

/** `pipe` leaves its file open when the source fails; the repaired twin's `pipeline` closes it. */
export const leaky: Scenario = {
  name: 'sink left open by pipe when the source fails',
  setup: open,
  async run({ folder, sinks }: Context) {
    const source = failingSource()
    const sink = source.pipe(createWriteStream(join(folder, 'sink')))
    sinks.push(sink)
    await Promise.all([once(source, 'error'), once(sink, 'open')])
  },
  teardown: close,
}

export const repaired: Scenario = {
  name: 'sink closed by pipeline when the source fails',
  setup: open,
  async run({ folder }: Context) {
    const sink = createWriteStream(join(folder, 'sink'))
    const closed = new Promise<void>((resolve) => sink.once('close', resolve))
    await pipeline(failingSource(), sink).catch(() => {})
    await closed
  },
  teardown: close,
}

function open(): Context {
  return { folder: mkdtempSync(join(tmpdir(), 'plateau-')), sinks: [] }
}

function failingSource(): Readable {
  return new Readable({
    read() {
      this.destroy(new Error('The source failed.'))
    },
  })
}

async function close({ folder, sinks }: Context): Promise<void> {
  await Promise.all(sinks.map((sink) => once(sink.destroy(), 'close')))
  rmSync(folder, { recursive: true })
}
