// The page of the bug reports that Plateau is measured against, made from the corpora's own tables and truths.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { root } from '../installed-project.mjs'

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
  return `<!-- Written by \`npm run measure -- verified\` from the corpora. -->

# Verified against bug reports

Leaks that were shipped, reported and repaired, each in the release that had it and in the one that repaired it. The
first must be red, at the line that truly leaks; the second green. \`npm run measure -- corpus --case ID\` runs one of
them in Vitest or Jest, \`npm run measure -- culprits\` tells the line that was told beside the true one; what was found is
in [figures](figures.md). Whoever repaired them is not to blame: these are the good ones, which wrote it down.

## npm packages

| package | leaky → repaired | reported in | what grows | the true line |
|---|---|---|---|---|
${leaky.map((row) => npmRow(row, truth)).join('\n')}

## Go modules

| module | repair | known from | what grows | the true line |
|---|---|---|---|---|
${programs.map((row) => goRow(row, goTruth)).join('\n')}

## Clean packages that look like leaks

They must never be red: caches that fill, pools, rings, weak tables.

| package | why it is clean |
|---|---|
${clean.map(([, name, why]) => `| ${name} | ${why} |`).join('\n')}
`
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

function npmRow([id, name, versions, where], truth) {
  const { grows, addedAt } = truth[id]
  return `| ${code(name)} | ${versions} | ${linked(where)} | ${cell(grows)} | ${place(addedAt)} |`
}

function goRow([id, module, repair, where], truth) {
  const { what, site, retainer } = truth[id]
  return `| ${module} | ${repair} | ${linked(where)} | ${what}: ${cell(retainer)} | ${place(site)} |`
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
