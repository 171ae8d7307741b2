import { RuleTester } from 'eslint'
import { describe, it } from 'vitest'
import { awaitCheck } from '../src/rules/await-check.ts'
import { noFetchBodyUnread } from '../src/rules/no-fetch-body-unread.ts'
import { noIntervalWithoutClear } from '../src/rules/no-interval-without-clear.ts'
import { noListenerWithoutRemoval } from '../src/rules/no-listener-without-removal.ts'

RuleTester.describe = describe
RuleTester.it = it

const tester = new RuleTester()

/** A scenario with this body. */
const inScenario = (body: string) => `await expect(async () => { ${body} }).not.toLeak()`

tester.run('await-check', awaitCheck, {
  valid: [
    'await expect(() => work()).not.toLeak()',
    'expect(() => work()).not.toLeak()',
    "test('a', () => assertNoLeak(() => work()))",
    'const verdict = await checkLeak(() => work())',
    "import { assertNoLeak } from '@plateau/core/node-test'\ntest('a', (t) => { assertNoLeak(t, () => work()) })",
    'expect(1).toBe(1)',
  ],
  invalid: [
    {
      code: "test('a', async () => { assertNoLeak(() => work()) })",
      output: "test('a', async () => { await assertNoLeak(() => work()) })",
      errors: [{ messageId: 'floating', data: { name: 'assertNoLeak' } }],
    },
    {
      code: "test('a', () => { checkLeak(() => work()) })",
      output: null,
      errors: [{ messageId: 'floating' }],
    },
    {
      code: "import { expect } from '@plateau/memlab/playwright'\ntest('a', async () => { expect(target).not.toLeak() })",
      output:
        "import { expect } from '@plateau/memlab/playwright'\ntest('a', async () => { await expect(target).not.toLeak() })",
      errors: [{ messageId: 'floating', data: { name: 'toLeak' } }],
    },
    {
      code: "test.failing('a', async () => { expect(() => work()).not.toLeak() })",
      output: "test.failing('a', async () => { await expect(() => work()).not.toLeak() })",
      errors: [{ messageId: 'floating' }],
    },
    {
      code: 'expect(() => work()).not.toLeak()',
      output: 'await expect(() => work()).not.toLeak()',
      options: [{ everywhere: true }],
      errors: [{ messageId: 'floating' }],
    },
  ],
})

tester.run('no-interval-without-clear', noIntervalWithoutClear, {
  valid: [
    'setInterval(tick, 10)',
    inScenario('const id = setInterval(tick, 10); clearInterval(id)'),
    inScenario(
      'const id = setInterval(tick, 10).unref(); try { work() } finally { clearInterval(id) }',
    ),
    inScenario('this.id = setInterval(tick, 10); clearInterval(this.id)'),
    inScenario('track(setInterval(tick, 10))'),
    'await expect({ setup: () => setInterval(tick, 10), run: work, teardown: clearInterval }).not.toLeak()',
  ],
  invalid: [
    { code: inScenario('setInterval(tick, 10)'), errors: [{ messageId: 'uncleared' }] },
    { code: inScenario('setInterval(tick, 10).unref()'), errors: [{ messageId: 'uncleared' }] },
    { code: inScenario('const id = setInterval(tick, 10)'), errors: [{ messageId: 'uncleared' }] },
    {
      code: 'await assertNoLeak({ run() { const id = globalThis.setInterval(tick, 10); use(id) } })',
      errors: [{ messageId: 'uncleared' }],
    },
  ],
})

tester.run('no-listener-without-removal', noListenerWithoutRemoval, {
  valid: [
    "bus.on('data', hear)",
    inScenario("bus.on('data', hear); bus.off('data', hear)"),
    inScenario("bus.on('data', hear); bus.removeAllListeners('data')"),
    inScenario("bus.once('data', hear)"),
    inScenario("target.addEventListener('abort', hear, { once: true })"),
    inScenario("target.addEventListener('abort', hear, { signal })"),
    inScenario("const bus = new EventEmitter(); bus.on('data', hear)"),
    inScenario("const stream = open(); stream.pipe(sink).on('finish', hear)"),
    inScenario('app.on(() => work())'),
  ],
  invalid: [
    {
      code: inScenario("bus.on('data', hear)"),
      errors: [{ messageId: 'kept', data: { target: 'bus', removal: 'bus.off(…)' } }],
    },
    {
      code: inScenario("window.addEventListener('resize', hear)"),
      errors: [
        { messageId: 'kept', data: { target: 'window', removal: 'window.removeEventListener(…)' } },
      ],
    },
    {
      code: "const scenario = defineScenario({ run() { process.on('exit', hear); other.off('exit', hear) } })",
      errors: [{ messageId: 'kept' }],
    },
  ],
})

tester.run('no-fetch-body-unread', noFetchBodyUnread, {
  valid: [
    'await fetch(url)',
    inScenario('const response = await fetch(url); await response.json()'),
    inScenario('const response = await fetch(url); if (!response.ok) await response.body.cancel()'),
    inScenario('const response = await fetch(url); use(response)'),
    inScenario('await (await fetch(url)).text()'),
    inScenario('const { body } = await fetch(url); await body.cancel()'),
    inScenario('return fetch(url)'),
  ],
  invalid: [
    {
      code: inScenario('await fetch(url)'),
      output: inScenario('await (await fetch(url)).arrayBuffer()'),
      errors: [{ messageId: 'unread' }],
    },
    {
      code: inScenario('const response = await fetch(url); expect(response.status).toBe(200)'),
      output: null,
      errors: [{ messageId: 'unread' }],
    },
  ],
})
