import type { Rule } from 'eslint'
import type * as estree from 'estree'
import { isOfIteration, nameOf, rootNameOf, scenarioAround } from '../scenario-of.ts'

const ADDS: readonly string[] = ['on', 'addListener', 'addEventListener', 'prependListener']

const REMOVALS = ['off', 'removeListener', 'removeEventListener', 'removeAllListeners']

export const noListenerWithoutRemoval: Rule.RuleModule = {
  meta: {
    type: 'problem',
    docs: { description: 'Remove in a scenario the listeners that it adds.' },
    schema: [],
    messages: {
      kept: 'Each iteration of this scenario adds a listener to {{target}} that nothing removes: {{removal}} at its end, or { once: true }, or { signal }.',
    },
  },
  create(context) {
    return {
      CallExpression(node) {
        const { callee } = node
        if (callee.type !== 'MemberExpression') return
        const method = nameOf(callee.property as estree.Node)
        if (method === undefined || !ADDS.includes(method) || !isListener(node)) return
        const scenario = scenarioAround(node)
        if (scenario === undefined || endsByItself(node)) return
        const root = rootNameOf(callee.object)
        if (root !== undefined && isOfIteration(context, node, root)) return
        const target = context.sourceCode.getText(callee.object as estree.Node)
        if (removes(context.sourceCode.getText(scenario), target)) return
        const removal = `${target}.${method === 'addEventListener' ? 'removeEventListener' : 'off'}(…)`
        context.report({ node, messageId: 'kept', data: { target, removal } })
      },
    }
  },
}

/** An event and something that hears it. */
function isListener({ arguments: given }: estree.SimpleCallExpression): boolean {
  return given.length >= 2 && given[0]?.type !== 'ArrowFunctionExpression'
}

function endsByItself({ arguments: given }: estree.SimpleCallExpression): boolean {
  const [, , options] = given
  if (options?.type !== 'ObjectExpression') return false
  return options.properties.some(
    (property) =>
      property.type === 'Property' && /^(?:once|signal)$/.test(nameOf(property.key) ?? ''),
  )
}

function removes(text: string, target: string): boolean {
  return REMOVALS.some((removal) => text.includes(`${target}.${removal}(`))
}
