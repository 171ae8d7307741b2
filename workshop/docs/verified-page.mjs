// The page of the bug reports that Plateau is measured against, made from the corpora's own tables and truths.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { root } from '../installed-project.mjs'
import { culpritCell, culpritLine, runnerLines, verdictCell } from './verdict-cells.mjs'
import { keptVerdicts } from './verdicts.mjs'

/** The text of docs/verified.md. */
export function verifiedPage() {
  const truth = JSON.parse(read('corpus/truth.json'))
  const goTruth = JSON.parse(read('corpus/go/truth.json'))
  const cases = tableAfter(read('corpus/README.md'), '| case ')
  const [leaky, clean] = [
    cases.filter(([id]) => id in truth),
    tableAfter(read('corpus/README.md'), '| case ', 1),
  ]
  const programs = tableAfter(read('corpus/go/README.md'), '| program ')
  const kept = keptVerdicts()
  const [npm, go] = [
    kept.filter(({ id }) => !(id in goTruth)),
    kept.filter(({ id }) => id in goTruth),
  ]
  return `<!-- Written by \`npm run measure -- verified\` from the corpora and what was measured of them. -->

# Verified against bug reports

Leaks that were shipped, reported and repaired, each in the release that had it and in the one that repaired it. The
first must be red, at the line that truly leaks; the second green. What is named is what was told within the 5 s of a
test; more time tells more. \`npm run measure -- corpus --case ID\` runs one of them in Vitest or Jest, \`npm run measure -- culprits\` tells the line that was told beside the true one. Whoever repaired
them is not to blame: these are the good ones, which wrote it down.

## npm packages

Last measured: ${runnerLines(npm).join('; ')}; ${culpritLine(casesOf(npm, truth))}.

| package | leaky → repaired | reported in | what grows, and the true line | Plateau says of the leaky one | and names | of the repaired one |
|---|---|---|---|---|---|---|
${leaky.map((row) => npmRow(row, truth, npm)).join('\n')}

## Go modules

Last measured: ${runnerLines(go).join('; ')}; ${culpritLine(casesOf(go, goTruth))}.

| module | repair | known from | what grows, and the true line | Plateau says of the leaky one | and names | of the repaired one |
|---|---|---|---|---|---|---|
${programs.map((row) => goRow(row, goTruth, go)).join('\n')}

## Clean packages that look like leaks

They must never be red: caches that fill, pools, rings, weak tables. What has not filled yet when the time of a check is over, on a busy
machine, grows like a leak: \`bounded\` tells how large it may become.

| package | why it is clean | Plateau says |
|---|---|---|
${clean.map(([id, name, why]) => `| ${name} | ${why} | ${verdictCell(of(npm, id), 'fixed')} |`).join('\n')}
`
}

function casesOf(rows, truths) {
  return Object.entries(truths).map(([id, truth]) => ({ rows: of(rows, id), truth }))
}

function of(rows, id) {
  return rows.filter((row) => row.id === id)
}

function read(path) {
  return readFileSync(join(root, path), 'utf8')
}

/** The rows of the table whose head begins so; of the first one, or of a later one. */
function tableAfter(text, head, at = 0) {
  const tables = text.split('\n\n').filter((part) => part.startsWith(head))
  const [, , ...rows] = (tables[at] ?? '').trim().split('\n')
  return rows.map((row) =>
    row
      .split('|')
      .slice(1, -1)
      .map((cell) => cell.trim()),
  )
}

function npmRow([id, name, versions, where], truth, kept) {
  const { grows, addedAt } = truth[id]
  const known = [code(name), versions, linked(where), `${cell(grows)}: ${place(addedAt)}`]
  return `| ${[...known, ...measured(of(kept, id), truth[id])].join(' | ')} |`
}

function goRow([id, module, repair, where], truth, kept) {
  const { what, site, retainer } = truth[id]
  const known = [module, repair, linked(where), `${what}: ${cell(retainer)}: ${place(site)}`]
  return `| ${[...known, ...measured(of(kept, id), truth[id])].join(' | ')} |`
}

function measured(rows, truth) {
  return [verdictCell(rows, 'leaky'), cell(culpritCell(rows, truth)), verdictCell(rows, 'fixed')]
}

function place(at) {
  if (!at) return '–'
  const name = at.function ? `, ${at.function}` : ''
  return `${code(`${at.file}:${at.line}`)}${cell(name)}`
}

function code(text) {
  return `\`${text}\``
}

function cell(text) {
  return String(text).replaceAll('|', '\\|').replaceAll('<', '&lt;').replaceAll('\n', ' ')
}

/** \`owner/repo issue #1\`, also several numbers behind one name, and commits. */
function linked(text) {
  const [, repository] = /^@?([\w-]+\/[\w.-]+)\b/.exec(text) ?? []
  if (repository === undefined || text.startsWith('@')) return cell(text)
  const address = `https://github.com/${repository}`
  return cell(text)
    .replace(/#(\d+)/g, (_, number) => `[#${number}](${address}/issues/${number})`)
    .replace(
      /\b(?=[0-9a-f]*\d)[0-9a-f]{7,9}\b/g,
      (commit) => `[${commit}](${address}/commit/${commit})`,
    )
}
