import type { Rule } from 'eslint'
import type * as estree from 'estree'
import { type Node, nameOf, parentOf, scenarioAround } from '../scenario-of.ts'

export const noFetchBodyUnread: Rule.RuleModule = {
  meta: {
    type: 'problem',
    docs: { description: 'Read or cancel in a scenario the body of each response.' },
    fixable: 'code',
    schema: [],
    messages: {
      unread:
        'The body of this response is neither read nor cancelled, so its connection and buffers stay: await response.arrayBuffer(), or await response.body?.cancel().',
    },
  },
  create(context) {
    return {
      'AwaitExpression > CallExpression[callee.name="fetch"]'(node: Node) {
        if (scenarioAround(node) === undefined) return
        const awaited = parentOf(node)
        const parent = parentOf(awaited)
        if (parent.type === 'ExpressionStatement') {
          const text = context.sourceCode.getText(awaited as estree.Node)
          const fix: Rule.ReportFixer = (fixer) =>
            fixer.replaceText(awaited as estree.Node, `await (${text}).arrayBuffer()`)
          context.report({ node, messageId: 'unread', fix })
        } else if (parent.type === 'VariableDeclarator' && parent.id.type === 'Identifier') {
          if (!isRead(context, parent)) context.report({ node, messageId: 'unread' })
        }
      },
    }
  },
}

/** These tell of the head alone; whatever else is done with a response may read its body. */
const OF_HEAD: readonly string[] = [
  'headers',
  'ok',
  'redirected',
  'status',
  'statusText',
  'type',
  'url',
]

function isRead(context: Rule.RuleContext, declarator: estree.Node): boolean {
  const [variable] = context.sourceCode.getDeclaredVariables(declarator)
  const uses = variable?.references.filter((reference) => reference.isRead()) ?? []
  return uses.some(({ identifier }) => {
    const parent = parentOf(identifier as Node)
    if (parent.type !== 'MemberExpression') return true
    return !OF_HEAD.includes(nameOf(parent.property as estree.Node) ?? '')
  })
}
