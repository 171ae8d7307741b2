// The words of the summary, the comment and the annotations.
import { fromRoot } from './read-verdicts.mjs'

const MARKS = { growth: '🔴', unsettled: '🟡', plateau: '🟢', failed: '⚪' }

/** GitHub shows ten annotations of a step, and drops the rest without a word. */
const MOST_ANNOTATIONS = 10

/** Longer tables nobody reads, and GitHub takes 64 KB of a comment. */
const MOST_ROWS = 40

/** What the exit codes of a soak say. */
const OF_SOAK = { 0: 'plateau', 1: 'growth', 3: 'unsettled' }

/** The worst of all checks; `failed` where the command ended badly and nothing says why. */
export function outcomeOf({ head, soak, code }) {
  const worst = ['growth', 'unsettled'].find((kind) => head.some((row) => row.kind === kind))
  if (worst !== undefined) return worst
  if (soak !== undefined) return OF_SOAK[code] ?? 'failed'
  return code === 0 ? 'plateau' : 'failed'
}

/** Markdown: the outcome, then what differs from the base, then each leak. `soak` is a soak's own summary. */
export function markdownOf({ head, base, soak, code }) {
  const outcome = outcomeOf({ head, soak, code })
  const bad = head.filter(({ kind }) => kind !== 'plateau')
  return [
    `## ${MARKS[outcome]} Leak checks: ${headline({ head, soak }, outcome)}`,
    '',
    ...(base.length > 0 ? difference(head, base) : []),
    ...bad.slice(0, MOST_ROWS).flatMap(section),
    ...(bad.length > MOST_ROWS ? [`And ${bad.length - MOST_ROWS} more.`, ''] : []),
    ...(soak === undefined ? [] : [soak]),
  ].join('\n')
}

function headline({ head, soak }, outcome) {
  if (soak !== undefined && head.length === 0) return outcome
  if (head.length === 0)
    return outcome === 'failed' ? 'the command failed' : 'no check of a unit test was made'
  const counted = ['growth', 'unsettled', 'plateau']
    .map((kind) => [kind, head.filter((row) => row.kind === kind).length])
    .filter(([, count]) => count > 0)
    .map(([kind, count]) => `${count} ${kind}`)
  return `${counted.join(', ')}`
}

function difference(head, base) {
  const before = new Map(base.map((row) => [row.id, row]))
  const now = new Map(head.map((row) => [row.id, row]))
  const changed = head
    .filter(({ id, kind }) => before.has(id) && before.get(id).kind !== kind)
    .map(({ id, kind }) => [id, before.get(id).kind, kind])
  const added = head
    .filter(({ id, kind }) => !before.has(id) && kind !== 'plateau')
    .map(({ id, kind }) => [id, '–', kind])
  const gone = base
    .filter(({ id, kind }) => !now.has(id) && kind !== 'plateau')
    .map(({ id, kind }) => [id, kind, '–'])
  const rows = [...changed, ...added, ...gone]
  if (rows.length === 0) return ['As on the base.', '']
  return [
    '| check | base | here |',
    '|---|---|---|',
    ...rows
      .slice(0, MOST_ROWS)
      .map(([id, was, is]) => `| ${cell(id)} | ${marked(was)} | ${marked(is)} |`),
    '',
  ]
}

function marked(kind) {
  return kind === '–' ? kind : `${MARKS[kind]} ${kind}`
}

function section({ id, kind, verdict }) {
  return [
    `<details><summary>${MARKS[kind]} ${escaped(id)}</summary>`,
    '',
    '```',
    ...linesOf(verdict).map((line) => line.replaceAll('```', "'''")),
    '```',
    '',
    '</details>',
    '',
  ]
}

function linesOf({ kind, growth = [], culprits = [], advice, reason }) {
  if (kind === 'unsettled') return [`unsettled (${reason}): ${advice}`]
  return [
    ...growth.map(
      ({ probe, perIteration }) => `${probe} grew +${rounded(perIteration)} per iteration`,
    ),
    ...culprits.flatMap(({ type, site, calledFrom, path }) => [
      `grows         ${type}`,
      ...(site ? [`allocated at  ${place(site)}`] : []),
      ...(calledFrom ? [`called from   ${place(calledFrom)}`] : []),
      ...(path.length > 0 ? [`retained by   ${path.map(step).join(' → ')}`] : []),
    ]),
  ]
}

function step({ name, type }) {
  if (type === '' || type === name) return name
  return type === 'module' ? `module ${name}` : `${name} (${type})`
}

function place({ file, line, function: name }) {
  return `${fromRoot(file)}:${line}${name ? `  ${name}` : ''}`
}

function rounded(amount) {
  return Number(amount.toPrecision(3))
}

/** Workflow commands, at the line of the project that leaks; at the test's own file where none is known. */
export function annotationsOf(head) {
  return head
    .filter(({ kind }) => kind !== 'plateau')
    .slice(0, MOST_ANNOTATIONS)
    .map(({ id, kind, file, culprit, verdict }) => {
      const site = culprit?.calledFrom ?? culprit?.site
      const at = site === undefined ? [`file=${property(fromRoot(file))}`] : positionOf(site)
      const title = property(`${kind}: ${id}`)
      return `::error ${[...at, `title=${title}`].join(',')}::${data(linesOf(verdict).join('\n'))}`
    })
}

function positionOf({ file, line, column }) {
  return [
    `file=${property(fromRoot(file))}`,
    `line=${line}`,
    ...(column === undefined ? [] : [`col=${column}`]),
  ]
}

function property(text) {
  return data(text).replaceAll(':', '%3A').replaceAll(',', '%2C')
}

function data(text) {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A')
}

function escaped(text) {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('@', '@\u200b')
}

function cell(text) {
  return escaped(text).replaceAll('|', '\\|').replaceAll('\n', ' ')
}
