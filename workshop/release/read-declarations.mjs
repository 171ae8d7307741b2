// One declaration file as tsc writes them: what it declares, and under which names it takes and gives others.
import { readFileSync } from 'node:fs'

/**
 * `declared`: texts by name (a function has one for each of its forms). `taken`: names from elsewhere, imported or
 * exported again, each `{ from, name }`. `exported`: the name within the module for each name outside. `extended`:
 * what it adds to other modules' types. `loaded`: modules that are imported for that alone.
 */
export function readDeclarations(file) {
  const module = {
    declared: new Map(),
    taken: new Map(),
    exported: new Map(),
    extended: [],
    loaded: [],
  }
  for (const text of statementsOf(readFileSync(file, 'utf8'))) addStatement(module, text)
  return module
}

/** tsc begins a statement at the first column and indents whatever belongs to it. */
function statementsOf(source) {
  const code = source.replace(/\/\*[\s\S]*?\*\/|\/\/#.*/g, '').replace(/^\s*\n/gm, '')
  return code
    .split(/^(?=(?:export|import|declare|interface|type|class|abstract|const|function)\b)/m)
    .map((text) => text.trimEnd())
    .filter(Boolean)
}

function addStatement(module, text) {
  const [, keyword, names, from] =
    /^(import|export)(?: type)? \{([^}]*)\}(?: from '(.*)')?;$/s.exec(text) ?? []
  const [, loaded] = /^import '(.*)';$/.exec(text) ?? []
  const [, name] =
    /^(?:export )?(?:declare )?(?:abstract )?(?:function|interface|type|class|const) ([\w$]+)/.exec(
      text,
    ) ?? []
  // A library that the declarations need is no name that they give.
  if (text.startsWith('/// <reference lib=')) return
  if (loaded) module.loaded.push(loaded)
  else if (keyword) addNames(module, { keyword, names, from })
  else if (/^declare (?:global|module)\b/.test(text)) module.extended.push(text)
  else if (name) {
    module.declared.set(name, [...(module.declared.get(name) ?? []), text])
    if (text.startsWith('export ')) module.exported.set(name, name)
  } else throw new Error(`tsc wrote a statement that is not known here: ${text}`)
}

function addNames(module, { keyword, names, from }) {
  for (const part of names.split(',').map((one) => one.trim().replace(/^type /, ''))) {
    if (part === '') continue
    const [name, as = name] = part.split(' as ')
    if (from) module.taken.set(keyword === 'import' ? as : `${name} from ${from}`, { from, name })
    if (keyword === 'export') module.exported.set(as, from ? `${name} from ${from}` : name)
  }
}
