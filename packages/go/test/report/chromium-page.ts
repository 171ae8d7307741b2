import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { describe } from 'vitest'
import { findChromium } from '../../../memlab/src/chromium/find-chromium.ts'

const found = (() => {
  try {
    return { chromium: findChromium() }
  } catch (error) {
    return { why: (error as Error).message }
  }
})()

if (found.why !== undefined) {
  if (process.env['CI']) throw new Error(found.why)
  console.warn(`Tests of the drawn page are skipped. ${found.why}`)
}

/** `describe` for tests that open a page in a real browser. */
export const describeWithChromium: typeof describe.skip = describe.skipIf(found.why !== undefined)

/** What a page has become once its scripts ran, and what the browser complained of. */
export interface OpenedPage {
  readonly html: string
  readonly complaints: readonly string[]
}

export function openPage(html: string): OpenedPage {
  const folder = mkdtempSync(join(tmpdir(), 'plateau-page-'))
  const file = join(folder, 'page.html')
  writeFileSync(file, html)
  const switches = ['--headless', '--no-sandbox', '--disable-gpu', `--user-data-dir=${folder}/user`]
  const { stdout, stderr } = spawnSync(
    found.chromium ?? '',
    [...switches, '--enable-logging=stderr', '--dump-dom', pathToFileURL(file).href],
    { encoding: 'utf8', maxBuffer: 2 ** 27 },
  )
  rmSync(folder, { recursive: true, force: true, maxRetries: 5 })
  return { html: stdout, complaints: stderr.split('\n').filter((line) => /CONSOLE/.test(line)) }
}

/** Runs a script in the page after its own, which its policy would forbid; what it leaves in `answer`. */
export function askPage(html: string, script: string): unknown {
  const open = html.replace(/<meta http-equiv="Content-Security-Policy"[^>]*>/, '')
  const asked = `<pre id="answer"></pre><script>
const $ = (selector) => document.querySelector(selector)
const $$ = (selector) => [...document.querySelectorAll(selector)]
const answer = (() => { ${script} })()
$('#answer').textContent = encodeURIComponent(JSON.stringify(answer))
</script>`
  const { html: opened } = openPage(open.replace('</body>', () => `${asked}</body>`))
  const text = /<pre id="answer">([^<]*)</.exec(opened)?.[1] ?? ''
  return JSON.parse(decodeURIComponent(text))
}
