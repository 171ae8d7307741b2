// The public types of a package as its users see them, from the declarations that are packed.
import { readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { readDeclarations } from './read-declarations.mjs'

/**
 * A section for each entry of `exports`: what it exports, and then every declaration of the package that these are
 * made of. Comments are left out, so that rewording one is no change of the API.
 */
export function publicTypes(folder) {
  const { name, exports } = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'))
  const read = remembered(readDeclarations)
  const sections = Object.entries(exports).flatMap(([path, entry]) => {
    const types = entry.import?.types ?? entry.types
    if (!types) return []
    const text = typesOf(join(folder, types), read)
    return [`## ${join(name, path)}\n\n\`\`\`ts\n${text}\n\`\`\`\n`]
  })
  const head = 'Written by `npm run measure -- api`. A change here is a change for users.'
  return `# ${name}\n\n${head}\n\n${sections.join('\n')}`
}

function remembered(read) {
  const known = new Map()
  return (file) => {
    if (!known.has(file)) known.set(file, read(file))
    return known.get(file)
  }
}

function typesOf(entry, read) {
  const foreign = new Set()
  const exported = new Map()
  const inner = new Map()
  const queue = []
  const add = (found) => {
    const key = `${found.file} ${found.name}`
    if (found.from) foreign.add(`import type { ${found.name} } from '${found.from}';`)
    else if (!inner.has(key)) {
      inner.set(key, found.texts.map(bare).join('\n'))
      queue.push(found)
    }
  }
  for (const [outer, name] of read(entry).exported) {
    const found = find(entry, name, read)
    const as = found.name === outer ? '' : ` as ${outer}`
    if (found.from) {
      exported.set(outer, `export { ${found.name}${as} } from '${found.from}';`)
      continue
    }
    add(found)
    if (as) {
      exported.set(outer, `export { ${found.name}${as} };`)
      continue
    }
    exported.set(outer, found.texts.map((text) => `export ${bare(text)}`).join('\n'))
    inner.set(`${found.file} ${found.name}`, '')
  }
  const extensions = extensionsOf(entry, read)
  queue.push(...extensions)
  while (queue.length > 0) for (const found of usedBy(queue.shift(), read)) add(found)
  return [
    ...sorted(foreign),
    ...sorted(exported.values()),
    ...extensions.flatMap(({ texts }) => texts),
    ...sorted([...inner.values()].filter(Boolean)),
  ].join('\n')
}

function bare(text) {
  return text.replace(/^export /, '').replace(/^declare /, '')
}

function sorted(lines) {
  return [...lines].sort((one, other) => (nameIn(one) < nameIn(other) ? -1 : 1))
}

function nameIn(text) {
  const found = /(?:function|interface|type|class|const|\{) (?<name>[\w$]+)/.exec(text)
  return `${found?.groups.name ?? ''} ${text}`
}

/** Where a name that a module declares, imports or exports again is declared: a file here, or another package. */
function find(file, name, read) {
  const module = read(file)
  if (module.declared.has(name)) return { file, name, texts: module.declared.get(name) }
  const taken = module.taken.get(name)
  if (!taken) return undefined
  if (!taken.from.startsWith('.')) return taken
  const there = fileOf(file, taken.from)
  return find(there, read(there).exported.get(taken.name) ?? taken.name, read)
}

function fileOf(file, from) {
  return join(dirname(file), from.replace(/\.(?:ts|js)$/, '.d.ts'))
}

/** What the declarations of other packages gain by loading this entry. */
function extensionsOf(file, read) {
  const { extended, loaded } = read(file)
  const own = extended.length > 0 ? [{ file, name: 'extension', texts: extended }] : []
  const relative = loaded.filter((from) => from.startsWith('.'))
  return [...own, ...relative.flatMap((from) => extensionsOf(fileOf(file, from), read))]
}

function usedBy({ file, name: own, texts }, read) {
  const names = new Set(texts.join('\n').match(/[A-Za-z_$][\w$]*/g))
  return [...names].flatMap((name) => (name === own ? [] : (find(file, name, read) ?? [])))
}
