import { expect, it } from 'vitest'
import { type GoTargetOptions, goTarget, goTest } from '../../src/index.ts'

/** What goTarget says of options, in whatever form a user of plain JavaScript gives them. */
function said(options: unknown): string {
  return message(() => goTarget(options as GoTargetOptions))
}

function message(act: () => unknown): string {
  try {
    act()
  } catch (error) {
    return `${(error as Error).name}: ${(error as Error).message}`
  }
  return 'accepted'
}

it('names an option that does not exist, and those that do', () => {
  expect(said({ pkg: './api', request: '/', timeout: 3 })).toMatchInlineSnapshot(
    `"MisuseError: Unknown option 'timeout' of goTarget(): known are pkg, bin, url, name, cwd, args, env, stdin, buildFlags, request, drive, load, scenario, driver, port, ready, pprof, processors, onOutput."`,
  )
})

it('needs one program', () => {
  expect(said('./api')).toMatchInlineSnapshot(
    `"MisuseError: goTarget() takes an object such as { pkg: './cmd/api', request: '/' }, received './api'."`,
  )
  expect(said({ request: '/' })).toMatchInlineSnapshot(
    `"MisuseError: goTarget() needs exactly one of pkg, bin, url, received none."`,
  )
  expect(said({ pkg: './api', bin: './api', request: '/' })).toMatchInlineSnapshot(
    `"MisuseError: goTarget() needs exactly one of pkg, bin, url, received pkg and bin."`,
  )
  expect(said({ pkg: '', request: '/' })).toMatchInlineSnapshot(
    `"MisuseError: pkg must be a main package such as ./cmd/api, received ''."`,
  )
  expect(said({ url: '127.0.0.1:6060', request: '/' })).toMatchInlineSnapshot(
    `"MisuseError: url must be the address of a running process such as http://127.0.0.1:6060, received '127.0.0.1:6060'."`,
  )
})

it('needs one iteration', () => {
  expect(said({ pkg: './api' })).toMatchInlineSnapshot(
    `"MisuseError: goTarget() needs exactly one of request, drive, load and scenario, which says what one iteration is; received none."`,
  )
  expect(said({ pkg: './api', request: '/', drive() {} })).toMatchInlineSnapshot(
    `"MisuseError: goTarget() needs exactly one of request, drive, load and scenario, which says what one iteration is; received request and drive."`,
  )
  expect(said({ pkg: './api', request: 'orders' })).toMatchInlineSnapshot(
    `"MisuseError: request must be a path such as /orders/1, or { method, path, headers, body }, received 'orders'."`,
  )
  expect(said({ pkg: './api', request: [] })).toMatchInlineSnapshot(
    `"MisuseError: request must hold at least one request."`,
  )
  expect(said({ pkg: './api', request: { url: '/orders' } })).toMatchInlineSnapshot(
    `"MisuseError: request must be a path such as /orders/1, or { method, path, headers, body }, received {"url":"/orders"}."`,
  )
  expect(said({ pkg: './api', drive: '/orders' })).toMatchInlineSnapshot(
    `"MisuseError: drive must be a function, received '/orders'."`,
  )
  expect(said({ pkg: './api', driver: 'lines', request: '/' })).toMatchInlineSnapshot(
    `"MisuseError: driver: 'lines' counts an iteration a line, so request has no meaning beside it."`,
  )
})

it('names the value that is wrong', () => {
  const ok = { pkg: './api', request: '/' }

  expect(said({ ...ok, args: '-v' })).toMatchInlineSnapshot(
    `"MisuseError: args must be a list of strings, received '-v'."`,
  )
  expect(said({ ...ok, env: { PORT: 80 } })).toMatchInlineSnapshot(
    `"MisuseError: env must be an object of strings, received number for PORT."`,
  )
  expect(said({ ...ok, driver: 'pperf' })).toMatchInlineSnapshot(
    `"MisuseError: driver must be one of auto, agent, pprof, expvar, process, lines, received 'pperf'."`,
  )
  expect(said({ ...ok, ready: 'healthz' })).toMatchInlineSnapshot(
    `"MisuseError: ready must be a path such as /healthz, received 'healthz'."`,
  )
  expect(said({ ...ok, processors: 0 })).toMatchInlineSnapshot(
    `"MisuseError: processors must be a positive integer or 'default', received 0."`,
  )
  expect(said({ ...ok, port: 8080 })).toMatchInlineSnapshot(
    `"MisuseError: port must be the name of an environment variable, received 8080."`,
  )
})

it('refuses for a running process what only a start can have', () => {
  const ok = { url: 'http://127.0.0.1:6060', request: '/' }

  expect(said(ok)).toBe('accepted')
  expect(said({ ...ok, env: {} })).toMatchInlineSnapshot(
    `"MisuseError: env has no meaning beside url: that process runs already."`,
  )
  expect(said({ ...ok, driver: 'process' })).toMatchInlineSnapshot(
    `"MisuseError: driver: 'process' needs a process that is started here; one behind a url is read through pprof or expvar."`,
  )
})

it('refuses a scenario that no agent could run', () => {
  const scenario = { bin: './api', scenario: 'orders' }

  expect(said(scenario)).toBe('accepted')
  expect(said({ ...scenario, driver: 'pprof' })).toMatchInlineSnapshot(
    `"MisuseError: scenario is run by the agent: driver: 'pprof' has none."`,
  )
})

it('needs the name of a Go test', () => {
  expect(message(() => goTest('', 'TestEvict'))).toMatchInlineSnapshot(
    `"MisuseError: pkg must be a package such as ./internal/cache, received ''."`,
  )
  expect(message(() => goTest('./cache', 'evict'))).toMatchInlineSnapshot(
    `"MisuseError: test must be the name of a test function such as TestEvict, received 'evict'."`,
  )
  expect(
    message(() => goTest('./cache', 'TestEvict', { request: '/' } as object)),
  ).toMatchInlineSnapshot(
    `"MisuseError: Unknown option 'request' of goTest(): known are bin, name, cwd, env, args, buildFlags, processors."`,
  )
  expect(message(() => goTest('./cache', 'TestEvict/full', { cwd: 'server' }))).toBe('accepted')
})
