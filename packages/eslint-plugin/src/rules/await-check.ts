import type { Rule } from 'eslint'
import type * as estree from 'estree'
import { isFunction, type Node, nameOf } from '../scenario-of.ts'

/** Whoever does not await these hears nothing of the leak; node:test's own takes the context first. */
const UNENFORCED: readonly string[] = ['assertNoLeak', 'checkLeak']

/** Whose `expect` no adapter can make wait. */
const UNENFORCING = /^(?:@plateau\/memlab\/playwright|@playwright\/test)$/

export const awaitCheck: Rule.RuleModule = {
  meta: {
    type: 'problem',
    docs: { description: 'Wait for leak checks where nothing else enforces them.' },
    fixable: 'code',
    schema: [
      {
        type: 'object',
        properties: { everywhere: { type: 'boolean' } },
        additionalProperties: false,
      },
    ],
    messages: {
      floating:
        '{{name}} is not awaited, and nothing here waits for it: its leak would fail no test. Await or return it.',
    },
  },
  create(context) {
    const { everywhere = false } = (context.options[0] ?? {}) as { everywhere?: boolean }
    const imported = new Map<string, string>()
    return {
      ImportDeclaration({ source, specifiers }) {
        for (const { local } of specifiers) imported.set(local.name, String(source.value))
      },
      ExpressionStatement(node) {
        const { expression } = node
        if (expression.type !== 'CallExpression') return
        const name = nameOf(expression.callee)
        if (name === undefined || !isUnenforced(expression, name)) return
        context.report({ node, messageId: 'floating', data: { name }, fix: awaiting(node) })
      },
    }

    function isUnenforced(call: estree.SimpleCallExpression, name: string): boolean {
      if (UNENFORCED.includes(name)) return imported.get(name) !== '@plateau/core/node-test'
      if (name !== 'toLeak' || !startsWithExpect(call)) return false
      return (
        everywhere ||
        UNENFORCING.test(imported.get('expect') ?? '') ||
        isInFailingTest(call as unknown as Node)
      )
    }
  },
}

function startsWithExpect(node: estree.Node): boolean {
  switch (node.type) {
    case 'CallExpression':
      return startsWithExpect(node.callee)
    case 'MemberExpression':
      return startsWithExpect(node.object)
    default:
      return node.type === 'Identifier' && node.name === 'expect'
  }
}

/** Jest judges `test.failing` before the adapter's own hook runs. */
function isInFailingTest(node: Node): boolean {
  for (let at: Node | null = node; at; at = at.parent) {
    if (at.type !== 'CallExpression' || at.callee.type !== 'MemberExpression') continue
    if (nameOf(at.callee.property as estree.Node) === 'failing') return true
  }
  return false
}

/** Only in an async function: elsewhere the word means nothing. */
function awaiting(node: Node): Rule.ReportFixer | null {
  for (let at: Node | null = node.parent; at; at = at.parent) {
    if (isFunction(at)) return at.async ? (fixer) => fixer.insertTextBefore(node, 'await ') : null
  }
  return (fixer) => fixer.insertTextBefore(node, 'await ')
}
