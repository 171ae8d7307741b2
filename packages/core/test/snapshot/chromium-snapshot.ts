import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createWriteStream, mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { cache } from '../../../../workshop/installed-project.mjs'
import { findChromium } from '../../../memlab/src/chromium/find-chromium.ts'
import type { CdpChannel } from '../../src/node-process/cdp-channel.ts'
import { connectCdp } from '../../src/node-process/connect-cdp.ts'

/** Five detached sections that a global keeps, and an article in the document. */
const PAGE = `data:text/html,<body><article>here</article><script>
  globalThis.kept = Array.from({ length: 5 }, () => document.createElement('section'))
  globalThis.notes = new WeakMap(kept.map((element) => [element, { note: element }]))
</script></body>`

/** The path of a snapshot of a page. */
export async function chromiumSnapshot(): Promise<string> {
  const profile = mkdtempSync(join(tmpdir(), 'plateau-chromium-'))
  const browser = spawn(
    findChromium(),
    [
      ...['--headless', '--no-sandbox', '--disable-gpu', '--remote-debugging-port=0'],
      ...[`--user-data-dir=${profile}`, PAGE],
    ],
    { stdio: ['ignore', 'ignore', 'pipe'] },
  )
  try {
    const port = await new Promise<string>((resolve, reject) => {
      let said = ''
      browser.on('error', reject)
      browser.on('close', () => reject(new Error(`The browser ended:\n${said}`)))
      browser.stderr.on('data', (text) => {
        said += text
        const found = /DevTools listening on ws:\/\/[^:]+:(\d+)\//.exec(said)?.[1]
        if (found) resolve(found)
      })
    })
    return await takeSnapshot(port)
  } finally {
    browser.kill('SIGKILL')
    await once(browser, 'close')
    rmSync(profile, { recursive: true, force: true, maxRetries: 5 })
  }
}

/** Milliseconds. A busy machine takes its time over the snapshot of a page. */
const SNAPSHOT_MS = 110_000

async function takeSnapshot(port: string): Promise<string> {
  const channel = await connectCdp(await pageUrl(port))
  const folder = join(cache, 'snapshots')
  mkdirSync(folder, { recursive: true })
  const path = join(folder, 'page.heapsnapshot')
  const output = createWriteStream(path)
  channel.on<{ chunk: string }>('HeapProfiler.addHeapSnapshotChunk', ({ chunk }) => {
    output.write(chunk)
  })
  // A busy machine answers before the page's script has run.
  while (!(await hasKept(channel))) await sleep(50)
  await channel.send('HeapProfiler.takeHeapSnapshot', {}, SNAPSHOT_MS)
  channel.close()
  await new Promise<void>((resolve) => output.end(resolve))
  return path
}

async function hasKept(channel: CdpChannel): Promise<boolean> {
  const { result } = await channel.send<{ result: { value?: unknown } }>('Runtime.evaluate', {
    expression: 'globalThis.notes !== undefined',
    returnByValue: true,
  })
  return result.value === true
}

/** The browser may listen before it has a page. */
async function pageUrl(port: string): Promise<string> {
  for (;;) {
    const answer = await fetch(`http://127.0.0.1:${port}/json/list`)
    const targets = (await answer.json()) as { type: string; webSocketDebuggerUrl: string }[]
    const page = targets.find(({ type }) => type === 'page')
    if (page) return page.webSocketDebuggerUrl
    await sleep(50)
  }
}
