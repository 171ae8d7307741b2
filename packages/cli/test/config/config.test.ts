import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { findConfig, loadConfig } from '../../src/config/load-config.ts'
import { bytesOf, durationMs, ratePerSecond } from '../../src/config/quantity.ts'
import { resolveSoak } from '../../src/config/resolve-soak.ts'
import type { SoakConfig } from '../../src/config/soak-config.ts'
import { kindOf } from '../../src/config/target-of.ts'
import { testFolder } from '../command/run-plateau.ts'

const PLACE = { cwd: '.', env: { EMPTY: '' } }
const NODE: SoakConfig = { target: { command: ['node', 'server.js'] }, load: { request: '/' } }

test.each([
  ['90s', 90_000],
  ['1h30m', 5_400_000],
  ['250ms', 250],
  [1500, 1500],
])('a time of %s is %i ms', (text, expected) => {
  expect(durationMs('duration', text)).toBe(expected)
})

test.each(['30', 'm', '1h 30m', '-5s', '5 s', 0])('%j is no time', (text) => {
  expect(() => durationMs('duration', text)).toThrow(
    `duration must be a time with its unit such as 90s, 30m or 8h, received '${text}'.`,
  )
})

test('sizes and rates are read with their units', () => {
  expect(bytesOf('limit', '512MiB')).toBe(512 * 2 ** 20)
  expect(bytesOf('limit', '2GB')).toBe(2e9)
  expect(() => bytesOf('limit', '512')).toThrow(
    "limit must be a size with its unit such as 512MiB or 2GB, received '512'.",
  )
  expect(ratePerSecond('load.rate', '200/s')).toBe(200)
  expect(() => ratePerSecond('load.rate', 'fast')).toThrow(
    "load.rate must be iterations per second such as 200, received 'fast'.",
  )
})

test.each<[object, string]>([
  [{ ...NODE, iteratoins: 5 }, 'Unknown option iteratoins. Did you mean iterations?'],
  [{ ...NODE, target: { comand: [] } }, 'Unknown option target.comand. Did you mean command?'],
  [{ ...NODE, load: { request: '/', rates: 5 } }, 'Unknown option load.rates. Did you mean rate?'],
  [{ ...NODE, tolerate: { heep: 5 } }, 'Unknown option tolerate.heep. Did you mean heap?'],
  [
    { ...NODE, target: { command: ['node', 'server.js'], args: ['-v'] } },
    'target.args belong to go: those of a command are a part of it, such as command: ["node", "server.js", "--quiet"].',
  ],
  [
    { ...NODE, target: { go: '.', args: '-v' } },
    'target.args must be a list of strings such as ["-port", "{port}"].',
  ],
  [
    { ...NODE, load: { request: '/', headers: { 'no header': 'x' } } },
    "load.headers has 'no header', which is no header that can be sent: a name has no spaces, and a value is one line of text.",
  ],
  [
    { ...NODE, load: { request: '/', headers: ['a: b'] } },
    "load.headers must be an object such as { authorization: 'Bearer …' }, received a list.",
  ],
  [
    { ...NODE, load: { command: ['k6'], headers: {} } },
    'load.headers has no meaning beside command: say it to the generator of that load.',
  ],
  [
    { ...NODE, load: { request: '/', authEnv: 'EMPTY' } },
    'load.authEnv (--auth-env) names EMPTY, which is empty: export it before plateau is started, or have your CI pass it as a secret.',
  ],
  [
    { ...NODE, load: { request: '/', authEnv: 'A', headers: { Authorization: 'b' } } },
    'load.authEnv and load.headers both say what the header authorization holds: leave one of them out.',
  ],
  [
    { ...NODE, load: { iteration() {}, data: 'users.csv' } },
    'load.data goes with request, webSocket, events, mcp and lines, received it beside iteration: that sends what it likes by itself.',
  ],
  [
    { ...NODE, load: { request: '/', data: 5 } },
    'load.data must be the name of a file such as users.csv, received 5.',
  ],
  [
    { ...NODE, load: { request: '/', stages: '10x30s,50x2m', rate: 5 } },
    'load.stages and load.rate both say how much is sent at once: leave one of them out.',
  ],
  [
    { ...NODE, load: { request: '/', stages: '10x30s,50' } },
    "load.stages (--stages) must be lanes and how long, one stage after the other, such as 10x30s,50x2m, received '10x30s,50': '50' is no stage.",
  ],
  [
    { ...NODE, load: { request: '/', stages: '10x30s' } },
    "such as 10x30s,50x2m, received '10x30s': one stage alone is --concurrency (load.concurrency).",
  ],
  [
    { ...NODE, load: { request: '/', stages: '10x30,50x2m' } },
    "A stage of load.stages must be a time with its unit such as 90s, 30m or 8h, received '30'.",
  ],
  [{ ...NODE, iterations: 1.5 }, 'iterations must be a positive integer, received 1.5.'],
  [{ ...NODE, explain: 'no' }, "explain must be auto or off, received 'no'."],
  [
    { load: { request: '/' } },
    "target is missing: name what is measured, such as target: { command: ['node', 'server.js'] }, or plateau soak -- node server.js.",
  ],
  [
    { ...NODE, target: {} },
    'target must have exactly one of command, go, attach and pid, received none.',
  ],
  [
    { ...NODE, load: { request: '/', iteration() {} } },
    'load must have exactly one of request, webSocket, events, mcp, lines, iteration, command and external, received request and iteration.',
  ],
  [
    { ...NODE, load: { command: ['k6'], rate: 5 } },
    'load.rate has no meaning beside command: say it to the generator of that load.',
  ],
  [
    { target: { command: ['node', 'x.js'] } },
    "load is missing: say what one iteration is, such as load: { request: '/' } or --request /; or load: { external: true } where others send it.",
  ],
  [
    { ...NODE, load: { external: true }, iterations: 5 },
    'iterations: 5 cannot be counted where others send the load. Name their counter with counter, or say how long with duration.',
  ],
])('%j is refused', (config, message) => {
  expect(() => resolveSoak(config as SoakConfig, PLACE)).toThrow(message)
})

test('options that are left out have their defaults', () => {
  expect(resolveSoak(NODE, PLACE)).toMatchObject({
    name: 'server.js',
    mode: 'checkpoints',
    durationMs: 600_000,
    iterations: undefined,
    isFailingFast: false,
    isExplaining: true,
    startMs: 60_000,
  })
  expect(resolveSoak({ ...NODE, iterations: 500 }, PLACE).durationMs).toBeUndefined()
})

test.each([
  [{ command: ['node', 'server.js'] }, 'node'],
  [{ command: ['npm', 'start'] }, 'node'],
  [{ command: ['./server.mjs'] }, 'node'],
  [{ command: ['nginx'] }, 'process'],
  [{ command: ['nginx'], kind: 'go' as const }, 'go'],
  [{ go: './cmd/api' }, 'go'],
  [{ attach: 'ws://127.0.0.1:9229/a' }, 'node'],
])('%j is measured as %s', (target, kind) => {
  expect(kindOf(target)).toBe(kind)
})

test.skipIf(process.platform !== 'linux')('a process that runs is known by its executable', () => {
  expect(kindOf({ pid: process.pid })).toBe('node')
})

test('a command whose first line names Node is a Node program', () => {
  const cwd = testFolder()
  writeFileSync(join(cwd, 'next'), '#!/usr/bin/env node\n')
  expect(kindOf({ command: ['./next'], cwd })).toBe('node')
})

test.skipIf(process.platform !== 'linux')(
  'what is only watched is judged as an envelope, what others drive without a pause',
  () => {
    expect(resolveSoak({ target: { command: ['nginx'] } }, PLACE).mode).toBe('envelope')
    expect(resolveSoak({ target: { pid: process.pid } }, PLACE).mode).toBe('continuous')
    expect(resolveSoak({ ...NODE, load: { external: true } }, PLACE).mode).toBe('continuous')
  },
)

test('a configuration is found and loaded, as TypeScript and as JSON', async () => {
  const [typed, plain] = [testFolder(), testFolder()]
  writeFileSync(
    join(typed, 'plateau.config.mts'),
    "const path: string = '/'\nexport default { target: { command: ['node', 'a.js'] }, load: { request: path } }\n",
  )
  writeFileSync(join(plain, 'plateau.config.json'), JSON.stringify(NODE))

  expect(await loadConfig(findConfig(typed) ?? '')).toMatchObject({ load: { request: '/' } })
  expect(await loadConfig(findConfig(plain) ?? '')).toEqual(NODE)
  expect(findConfig(testFolder())).toBeUndefined()
})

test('a configuration without a default export is refused', async () => {
  const file = join(testFolder(), 'plateau.config.mjs')
  writeFileSync(file, 'export const target = {}\n')
  await expect(loadConfig(file)).rejects.toThrow(
    `'${file}' must export its configuration: export default defineSoak(`,
  )
})
