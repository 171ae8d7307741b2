import { createHash } from 'node:crypto'
import { type ProfiledStack, pageData } from './page-data.ts'
import { pageScript } from './page-script.ts'
import { PAGE_STYLE } from './page-style.ts'

/** What a page tells: the stacks of two heap profiles, and how many iterations were between them. */
export interface ProfilePage {
  readonly title: string
  readonly goVersion?: string
  readonly iterations: number
  readonly stacks: readonly ProfiledStack[]
}

/**
 * A page of HTML that needs nothing else: a flame graph of what grew, and a table of all stacks. It is
 * written without a library, and runs no script and loads nothing but what it contains.
 */
export function profilePage({ title, goVersion, iterations, stacks }: ProfilePage): string {
  const script = pageScript()
  const policy = [
    "default-src 'none'",
    `style-src '${hashOf(PAGE_STYLE)}'`,
    `script-src '${hashOf(script)}'`,
    "base-uri 'none'",
    "form-action 'none'",
  ].join('; ')
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${escapeHtml(title)}</title>
<style>${PAGE_STYLE}</style>
</head>
<body>
<header>
<h1>${escapeHtml(title)}</h1>
<p>${escapeHtml(subtitle(iterations, goVersion))}</p>
<p id="summary" class="summary"></p>
</header>
<main>
${FLAME_SECTION}
${TABLE_SECTION}
</main>
<noscript><p>The graph and the table are drawn by a script in this page: allow scripts to see them.</p></noscript>
<script type="application/json" id="data">${jsonForScript(pageData(iterations, stacks))}</script>
<script>${script}</script>
</body>
</html>
`
}

const FLAME_SECTION = `<section aria-labelledby="flame-title">
<h2 id="flame-title">What grew</h2>
<div class="tools">
<fieldset><legend>Show</legend>
<label><input type="radio" name="unit" value="bytes" checked> bytes</label>
<label><input type="radio" name="unit" value="objects"> objects</label>
</fieldset>
<label class="search">Search <input type="search" id="search" placeholder="function or file" autocomplete="off" spellcheck="false"></label>
<button type="button" id="reset" disabled>Reset zoom</button>
</div>
<p class="legend" aria-label="Colours"><span class="project">project</span> <span class="dependency">dependency</span> <span class="standard">standard library</span> <span class="runtime">runtime</span></p>
<p id="detail" class="detail" aria-live="polite"></p>
<div id="flame" class="flame" role="group" aria-label="Flame graph of growth per iteration. Arrow keys move, Enter zooms, Escape resets."></div>
</section>`

const TABLE_SECTION = `<section aria-labelledby="table-title">
<h2 id="table-title">All allocations in use</h2>
<div class="scroll" role="region" aria-labelledby="table-title" tabindex="0"><table>
<thead><tr></tr></thead>
<tbody></tbody>
</table></div>
<button type="button" id="more" hidden></button>
</section>`

function subtitle(iterations: number, goVersion: string | undefined): string {
  const count = `${iterations} ${iterations === 1 ? 'iteration' : 'iterations'} between the two heap profiles`
  return goVersion === undefined ? count : `${goVersion} · ${count}`
}

function hashOf(text: string): string {
  return `sha256-${createHash('sha256').update(text).digest('base64')}`
}

function escapeHtml(text: string): string {
  return text.replaceAll(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`)
}

/** Names of functions are anyone's: none may end the script that holds them. */
function jsonForScript(content: unknown): string {
  return JSON.stringify(content).replaceAll(
    /[<>&\u2028\u2029]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )
}
