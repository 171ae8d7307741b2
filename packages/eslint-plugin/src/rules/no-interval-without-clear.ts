import type { Rule } from 'eslint'
import type * as estree from 'estree'
import { type Node, nameOf, parentOf, scenarioAround } from '../scenario-of.ts'

export const noIntervalWithoutClear: Rule.RuleModule = {
  meta: {
    type: 'problem',
    docs: { description: 'Clear in a scenario the intervals that it starts.' },
    schema: [],
    messages: {
      uncleared:
        'Each iteration of this scenario starts an interval that nothing clears: clearInterval(…) at its end, on the error path too.',
    },
  },
  create(context) {
    return {
      'CallExpression[callee.name="setInterval"], CallExpression[callee.property.name="setInterval"]'(
        node: estree.SimpleCallExpression & Rule.NodeParentExtension,
      ) {
        const scenario = scenarioAround(node)
        if (scenario === undefined || isHandedOver(node)) return
        const name = keptAs(node)
        const text = context.sourceCode.getText(scenario)
        if (name !== undefined && clears(text, name)) return
        context.report({ node, messageId: 'uncleared' })
      },
    }
  },
}

/** Returned, or given to another function, which may clear it. */
function isHandedOver(node: Node): boolean {
  const parent = parentOf(node)
  return (
    parent.type === 'ReturnStatement' ||
    parent.type === 'CallExpression' ||
    parent.type === 'ArrowFunctionExpression'
  )
}

function keptAs(node: Node): string | undefined {
  const parent = parentOf(node)
  // setInterval(…).unref() is still an interval.
  if (parent.type === 'MemberExpression' && parent.object === node) return keptAs(parentOf(parent))
  if (parent.type === 'VariableDeclarator') return nameOf(parent.id)
  return parent.type === 'AssignmentExpression' ? nameOf(parent.left) : undefined
}

function clears(text: string, name: string): boolean {
  const escaped = name.replaceAll('$', '\\$')
  return new RegExp(
    `clear(?:Interval|Timeout)\\((?:[\\w.#]+\\.)?${escaped}\\)|${escaped}\\.close\\(`,
  ).test(text)
}
