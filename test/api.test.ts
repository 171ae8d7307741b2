import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { root } from '../workshop/installed-project.mjs'
import { isBuilt } from '../workshop/is-built.mjs'
import { publicTypes } from '../workshop/release/public-types.mjs'

test.each(readdirSync(join(root, 'packages')))(
  'the public types of %s are those that were agreed on',
  (name) => {
    expect(isBuilt(root), 'Declarations are compared as they are built: npm run build').toBe(true)
    const agreed = readFileSync(join(root, 'api', `${name}.md`), 'utf8')

    expect(
      publicTypes(join(root, 'packages', name)),
      `What users see has changed. If that is meant: npm run measure -- api, and a changeset.`,
    ).toBe(agreed)
  },
)

test('an entry tells what it exports again, and what that is made of', () => {
  const types = publicTypes(join(import.meta.dirname, 'fixtures', 'public-types'))

  expect(types).toMatchInlineSnapshot(`
    "# @example/shop

    Written by \`npm run measure -- api\`. A change here is a change for users.

    ## @example/shop

    \`\`\`ts
    import type { Money } from '@example/money';
    export { Money } from '@example/money';
    export { Shop as Store };
    export function open(name: string): Shop;
    export function open(address: Address): Shop;
    declare module 'expect' {
        interface Matchers {
            toBeOpen(shop: Shop): void;
        }
    }
    interface Address {
        readonly street: string;
    }
    interface Shop {
        readonly price: Money;
        readonly address: Address;
    }
    \`\`\`

    ## @example/shop/plain

    \`\`\`ts
    export const LIMIT = 5;
    \`\`\`
    "
  `)
})
