import { parse } from '@babel/parser'

/** A piece of source, by its place in the text. */
interface Node {
  readonly type: string
  readonly start?: number | null
  readonly end?: number | null
}

type Fields = Node & Readonly<Record<string, unknown>>

/** The object that a configuration in JavaScript or TypeScript exports. */
export interface ConfigObject {
  readonly node: Fields
  /** The value of a property; undefined where it is not written there. */
  property(name: string): Fields | undefined
}

/** Undefined where the file exports no object that can be read off. Throws `SyntaxError`. */
export function findConfigObject(source: string): ConfigObject | undefined {
  const { program } = parse(source, {
    sourceType: 'unambiguous',
    plugins: ['typescript'],
  }) as unknown as { program: { body: readonly Fields[] } }
  const constants = new Map(program.body.flatMap(declared))
  for (const statement of program.body) {
    const exported = exportedBy(statement)
    const found = exported && objectIn(exported, constants)
    if (found) return configObject(found)
  }
  return undefined
}

export function configObject(node: Fields): ConfigObject {
  return {
    node,
    property(name) {
      const properties = node['properties'] as readonly Fields[]
      const found = properties.find((property) => nameOf(property['key']) === name)
      return found?.['value'] as Fields | undefined
    },
  }
}

function nameOf(key: unknown): unknown {
  const { type, name, value } = (key ?? {}) as Fields
  return type === 'Identifier' ? name : value
}

function declared(statement: Fields): readonly (readonly [name: string, value: Fields])[] {
  if (statement.type !== 'VariableDeclaration') return []
  return (statement['declarations'] as readonly Fields[]).flatMap(({ id, init }) => {
    const { type, name } = id as Fields
    return type === 'Identifier' && init ? [[name as string, init as Fields] as const] : []
  })
}

/** `export default X`, `module.exports = X` or `export = X`. */
function exportedBy(statement: Fields): Fields | undefined {
  if (statement.type === 'ExportDefaultDeclaration') return statement['declaration'] as Fields
  if (statement.type === 'TSExportAssignment') return statement['expression'] as Fields
  if (statement.type !== 'ExpressionStatement') return undefined
  const { type, left, right } = statement['expression'] as Fields
  if (type !== 'AssignmentExpression') return undefined
  const { object, property } = left as Fields
  const isExports = nameOf(object) === 'module' && nameOf(property) === 'exports'
  return isExports ? (right as Fields) : undefined
}

/** Through names, `defineConfig(…)`, `mergeConfig(base, …)`, functions that return it, and TypeScript's `as` and `satisfies`. */
function objectIn(node: Fields, constants: ReadonlyMap<string, Fields>): Fields | undefined {
  const into = (next: unknown) => (next ? objectIn(next as Fields, constants) : undefined)
  switch (node.type) {
    case 'ObjectExpression':
      return node
    case 'Identifier':
      return into(constants.get(node['name'] as string))
    case 'CallExpression':
      return into((node['arguments'] as readonly Fields[]).at(-1))
    case 'ArrowFunctionExpression':
      return into(node['body'])
    case 'BlockStatement':
      return into(
        (node['body'] as readonly Fields[]).find(({ type }) => type === 'ReturnStatement')?.[
          'argument'
        ],
      )
    case 'TSAsExpression':
    case 'TSSatisfiesExpression':
    case 'ParenthesizedExpression':
    case 'AwaitExpression':
      return into(node['expression'] ?? node['argument'])
    default:
      return undefined
  }
}
