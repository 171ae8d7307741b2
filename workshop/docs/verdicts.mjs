// What Plateau was last measured to say of every case of the corpora: kept beside them, without paths of a machine.
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { root } from '../installed-project.mjs'

const FILE = join(root, 'corpus', 'verdicts.ndjson')

/**
 * One check each; `name` and `line` say whether the holder and the place that it told are the true ones.
 *
 * @typedef {{
 *   id: string, variant: 'leaky' | 'fixed', runner: string, version?: string, node: string, kind: string,
 *   probe?: string, perIteration?: number, holder?: string, place?: string, calledFrom?: string, name?: string, line?: string,
 * }} Kept
 */

/** @returns {readonly Kept[]} */
export function keptVerdicts() {
  if (!existsSync(FILE)) return []
  return readFileSync(FILE, 'utf8')
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line))
}

/** Puts rows that `corpus`, `corpus:go` or `culprits` wrote in place of older ones of the same check. */
export function keepVerdicts(rows) {
  const kept = new Map(keptVerdicts().map((row) => [keyOf(row), row]))
  for (const row of rows) kept.set(keyOf(row), slim(row))
  const sorted = [...kept].sort(([one], [other]) => (one < other ? -1 : 1)).map(([, row]) => row)
  writeFileSync(FILE, sorted.map((row) => `${JSON.stringify(row)}\n`).join(''))
}

function keyOf({ id, variant, runner }) {
  return [id, variant, runner].join(' ')
}

/** What is kept of a row: no path of a machine, and of a growth alone what it tells. */
export function slim({ id, variant, runner, version, node, kind, ...row }) {
  const isTold = kind === 'growth'
  return JSON.parse(
    JSON.stringify({
      id,
      variant,
      runner,
      version,
      node,
      kind,
      probe: isTold ? row.probe : undefined,
      perIteration: isTold ? Number(row.perIteration.toPrecision(3)) : undefined,
      holder: isTold && row.container ? withoutFolders(row.container) : undefined,
      place: isTold ? placeOf(row.addedAt ?? row.site) : undefined,
      calledFrom: isTold ? placeOf(row.calledFrom) : undefined,
      name: row.name,
      line: row.line ?? undefined,
    }),
  )
}

function placeOf(at) {
  return at ? `${withoutFolders(at.file)}:${at.line}` : undefined
}

/** `index.js` of the package itself, `cases/ID.mjs` of the corpus, `node_modules/NAME/…` of what it depends on. */
function withoutFolders(text) {
  return text
    .replace(/\S*\/node_modules\/[\w-]+-leaky\//g, '')
    .replace(/\S*\/(?=node_modules\/)/g, '')
    .replace(/\S*\/(?=cases\/)/g, '')
    .replace(/(^|\s)\/\S*\/(?=[^/\s]+\.go\b)/g, '$1')
}
