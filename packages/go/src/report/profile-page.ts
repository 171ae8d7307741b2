import { html } from '../kit/markup.ts'
import { standalonePage } from '../kit/standalone-page.ts'
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
  return standalonePage({
    title,
    style: PAGE_STYLE,
    withoutScripts:
      'The graph and the table are drawn by a script in this page: allow scripts to see them.',
    data: pageData(iterations, stacks),
    scripts: [pageScript()],
    body: html`<header>
<h1>${title}</h1>
<p>${subtitle(iterations, goVersion)}</p>
<p id="summary" class="summary"></p>
</header>
<main>
${FLAME_SECTION}
${TABLE_SECTION}
</main>`,
  })
}

const FLAME_SECTION = html`<section aria-labelledby="flame-title">
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

const TABLE_SECTION = html`<section aria-labelledby="table-title">
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
