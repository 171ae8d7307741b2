import { createHash } from 'node:crypto'
import { html, jsonMarkup, type Markup } from './markup.ts'

export interface StandalonePage {
  readonly title: string
  readonly style: string
  readonly body: Markup
  /** Told where no script may run. */
  readonly withoutScripts: string
  /** What the scripts find in the element `data`. */
  readonly data: unknown
  /** In their order. */
  readonly scripts: readonly string[]
}

/** A page of HTML that needs nothing else, asks nobody, and runs no script and takes no style but its own. */
export function standalonePage(page: StandalonePage): string {
  const policy = [
    "default-src 'none'",
    `style-src '${hashOf(page.style)}'`,
    `script-src ${page.scripts.map((script) => `'${hashOf(script)}'`).join(' ')}`,
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ')
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${{ markup: policy }}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${page.title}</title>
<style>${{ markup: page.style }}</style>
</head>
<body>
${page.body}
<noscript><p>${page.withoutScripts}</p></noscript>
<script type="application/json" id="data">${jsonMarkup(page.data)}</script>
${page.scripts.map((script) => html`<script>${{ markup: script }}</script>\n`)}</body>
</html>
`.markup
}

function hashOf(text: string): string {
  return `sha256-${createHash('sha256').update(text).digest('base64')}`
}
