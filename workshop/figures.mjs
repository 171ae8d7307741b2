// The sections of docs/figures.md, each written by the command that measures it.
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { cpus, loadavg, totalmem } from 'node:os'
import { join } from 'node:path'
import { root, VERSIONS } from './installed-project.mjs'

const file = join(root, 'docs', 'figures.md')

const HEAD = `# Figures

Each section is written by the command that it names, with \`--write\`; nothing here is typed by hand.
What no check can see is in [limits.md](limits.md).
`

/** Replaces the section of this name, or adds it at the end. */
export function writeFigures(name, text) {
  const [begin, end] = [`<!-- ${name}: begin -->`, `<!-- ${name}: end -->`]
  const before = existsSync(file) ? readFileSync(file, 'utf8') : HEAD
  const section = `${begin}\n${text}\n${end}`
  const [from, to] = [before.indexOf(begin), before.indexOf(end)]
  const after =
    from === -1
      ? `${before}\n${section}\n`
      : before.slice(0, from) + section + before.slice(to + end.length)
  writeFileSync(file, after)
}

/** When and where: a figure without its machine says nothing. */
export function machineLine() {
  const [{ model }] = cpus()
  const day = new Date().toISOString().slice(0, 10)
  const versions = ['vitest', 'jest'].map((name) => `${name} ${VERSIONS[name]}`)
  return `${day}, ${process.platform} ${process.arch}, ${cpus().length} × ${model.trim()}, ${Math.round(totalmem() / 2 ** 30)} GB, Node ${process.versions.node}, ${versions.join(', ')}; load average at the end ${loadavg()[1].toFixed(1)}.`
}

export function markdownTable([head, ...lines]) {
  const rule = head.map((_, at) => (at === 0 ? '---' : '--:'))
  return [head, rule, ...lines].map((cells) => `| ${cells.join(' | ')} |`).join('\n')
}
