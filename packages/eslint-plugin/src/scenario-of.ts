import type { Rule } from 'eslint'
import type * as estree from 'estree'

export type Node = Rule.Node

/** Of the program, itself. */
export function parentOf(node: Node): Node {
  return node.parent ?? node
}

/** Functions that take a scenario first; of `@plateau/core/node-test` second. */
const CHECKS: readonly string[] = ['assertNoLeak', 'checkLeak', 'startCheck', 'defineScenario']

/** The function that is repeated, if this node stands in one: what `expect(…).toLeak()` or a check is given. */
export function scenarioAround(node: Node): Node | undefined {
  for (let at: Node | null = node; at; at = at.parent) {
    if (isFunction(at) && isScenario(at)) return at
  }
  return undefined
}

export function isFunction(
  node: estree.Node,
): node is estree.ArrowFunctionExpression | estree.FunctionExpression | estree.FunctionDeclaration {
  return /Function/.test(node.type)
}

/** Passed itself, or as `run` of an object that is. */
function isScenario(node: Node): boolean {
  const parent = parentOf(node)
  if (parent.type === 'Property') return nameOf(parent.key) === 'run' && isChecked(parentOf(parent))
  return isChecked(node)
}

function isChecked(argument: Node): boolean {
  const call = parentOf(argument)
  if (call.type !== 'CallExpression' || !call.arguments.includes(argument as estree.Expression))
    return false
  if (CHECKS.includes(nameOf(call.callee) ?? '')) return true
  return isExpect(call) && matcherOf(call as estree.Node & Rule.NodeParentExtension) === 'toLeak'
}

function isExpect({ callee }: estree.CallExpression | estree.SimpleCallExpression): boolean {
  if (callee.type === 'MemberExpression') return nameOf(callee.object as estree.Node) === 'expect'
  return nameOf(callee) === 'expect'
}

/** `toLeak` of `expect(…).not.toLeak`. */
function matcherOf(call: estree.Node & Rule.NodeParentExtension): string | undefined {
  let at = call.parent
  let name: string | undefined
  while (at.type === 'MemberExpression') {
    name = nameOf(at.property as estree.Node)
    at = at.parent
  }
  return name
}

/** Of an identifier, or of the last part of `a.b.c`. */
export function nameOf(node: estree.Node): string | undefined {
  if (node.type === 'Identifier') return node.name
  return node.type === 'MemberExpression' ? nameOf(node.property as estree.Node) : undefined
}

/** The leftmost name of `a.b.c()`. */
export function rootNameOf(node: estree.Node): string | undefined {
  switch (node.type) {
    case 'Identifier':
      return node.name
    case 'MemberExpression':
      return rootNameOf(node.object)
    case 'CallExpression':
      return rootNameOf(node.callee)
    default:
      return undefined
  }
}

/** Whether a name is declared in the scenario: what it names is gone with the iteration. */
export function isOfIteration(context: Rule.RuleContext, at: Node, name: string): boolean {
  const scenario = scenarioAround(at)
  if (scenario?.range === undefined) return false
  const [from, to] = scenario.range
  let scope: ReturnType<typeof context.sourceCode.getScope> | null = context.sourceCode.getScope(at)
  for (; scope; scope = scope.upper) {
    const found = scope.set.get(name)
    const declared = found?.defs[0]?.name.range
    if (found !== undefined)
      return declared !== undefined && declared[0] >= from && declared[1] <= to
  }
  return false
}
