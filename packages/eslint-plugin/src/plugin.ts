import type { ESLint, Linter } from 'eslint'
import { awaitCheck } from './rules/await-check.ts'
import { noFetchBodyUnread } from './rules/no-fetch-body-unread.ts'
import { noIntervalWithoutClear } from './rules/no-interval-without-clear.ts'
import { noListenerWithoutRemoval } from './rules/no-listener-without-removal.ts'

const rules = {
  'await-check': awaitCheck,
  'no-fetch-body-unread': noFetchBodyUnread,
  'no-interval-without-clear': noIntervalWithoutClear,
  'no-listener-without-removal': noListenerWithoutRemoval,
}

interface Plugin extends ESLint.Plugin {
  readonly configs: { readonly recommended: Linter.Config }
}

/** For `eslint.config.js`, and for oxlint's `jsPlugins`. */
export const plugin: Plugin = {
  meta: { name: 'eslint-plugin-plateau', version: '0.1.0', namespace: 'plateau' },
  rules,
  configs: {
    recommended: {
      name: 'plateau/recommended',
      plugins: {
        get plateau(): ESLint.Plugin {
          return plugin
        },
      },
      rules: Object.fromEntries(Object.keys(rules).map((name) => [`plateau/${name}`, 'error'])),
    },
  },
}
