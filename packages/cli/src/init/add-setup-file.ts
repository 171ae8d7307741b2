import { applyEdits, modify, parse } from 'jsonc-parser'
import { type ConfigObject, configObject, findConfigObject } from './config-object.ts'

/** Where in a configuration the adapter is named. */
export interface SetupPlace {
  /** The properties that lead to it: `test`, `setupFiles`. */
  readonly path: readonly string[]
  readonly adapter: string
}

/** The text with the adapter named in it; undefined where no place for it was found. */
export function addToModule(source: string, { path, adapter }: SetupPlace): string | undefined {
  const config = readable(source)
  if (config === undefined || hasProjects(config)) return undefined
  return addAt(source, config, { path, adapter })
}

function readable(source: string): ConfigObject | undefined {
  try {
    return findConfigObject(source)
  } catch {
    return undefined
  }
}

/** Projects of one run inherit nothing by default. */
function hasProjects(config: ConfigObject): boolean {
  const test = config.property('test')
  const own = test?.type === 'ObjectExpression' ? configObject(test) : config
  return ['projects', 'workspace'].some((name) => own.property(name) !== undefined)
}

function addAt(
  source: string,
  config: ConfigObject,
  { path, adapter }: SetupPlace,
): string | undefined {
  const [name = '', ...rest] = path
  const found = config.property(name)
  if (found === undefined) {
    return insert(source, afterBrace(config), propertyText(path, adapter))
  }
  if (rest.length > 0) {
    if (found.type !== 'ObjectExpression') return undefined
    return addAt(source, configObject(found), { path: rest, adapter })
  }
  const at = { start: Number(found.start), end: Number(found.end) }
  if (found.type === 'ArrayExpression') {
    const isEmpty = (found['elements'] as readonly unknown[]).length === 0
    return insert(source, at.start + 1, `'${adapter}'${isEmpty ? '' : ', '}`)
  }
  if (found.type !== 'StringLiteral') return undefined
  const given = source.slice(at.start, at.end)
  return `${source.slice(0, at.start)}['${adapter}', ${given}]${source.slice(at.end)}`
}

function afterBrace({ node }: ConfigObject): number {
  return Number(node.start) + 1
}

function propertyText(path: readonly string[], adapter: string): string {
  const inner = path.slice(1).reduceRight((text, name) => `{ ${name}: ${text} }`, `['${adapter}']`)
  return ` ${path[0]}: ${inner},`
}

function insert(source: string, at: number, text: string): string {
  return source.slice(0, at) + text + source.slice(at)
}

/** The same in JSON, comments and indentation kept. */
export function addToJson(source: string, { path, adapter }: SetupPlace): string {
  const found = path.reduce<unknown>(
    (value, name) => (value as Record<string, unknown> | undefined)?.[name],
    parse(source),
  )
  const given = found === undefined ? [] : Array.isArray(found) ? found : [found]
  const indentation = /^([ \t]+)"/m.exec(source)?.[1] ?? '  '
  const formattingOptions = indentation.startsWith('\t')
    ? { insertSpaces: false, tabSize: 1 }
    : { insertSpaces: true, tabSize: indentation.length }
  return applyEdits(source, modify(source, [...path], [adapter, ...given], { formattingOptions }))
}
