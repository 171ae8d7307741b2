import { MisuseError } from '@plateau/core'
import type { GoTargetOptions, GoTestOptions } from './go-options.ts'

type Check = (name: string, received: unknown) => void

const CHECKS: Readonly<Record<keyof GoTargetOptions, Check>> = {
  pkg: text('a main package such as ./cmd/api'),
  bin: text('the path of an executable'),
  url: address,
  name: text('the name to use in messages'),
  cwd: text('a folder'),
  args: texts,
  env: environment,
  stdin: text('what the program reads', true),
  buildFlags: texts,
  request: requests,
  drive: callable,
  load: callable,
  scenario: text('the name of a scenario that the program registered'),
  driver: driverName,
  port: text('the name of an environment variable'),
  ready: path,
  pprof: text('a path such as /debug/pprof, or an address'),
  processors: processors,
  onOutput: callable,
}

/** Throws `MisuseError`, naming the option and what was received, before anything is built. */
export function validateGoTarget(received: unknown): asserts received is GoTargetOptions {
  const options = optionsOf(received, 'goTarget()', "{ pkg: './cmd/api', request: '/' }")
  refuseUnknown(options, Object.keys(CHECKS), 'goTarget()')
  for (const [name, value] of Object.entries(options)) {
    if (value !== undefined) CHECKS[name as keyof GoTargetOptions](name, value)
  }
  exactlyOne(options, ['pkg', 'bin', 'url'])
  const iterations = ['request', 'drive', 'load', 'scenario'].filter(
    (name) => options[name] !== undefined,
  )
  if (options['driver'] === 'lines') {
    if (iterations.length > 0)
      throw new MisuseError(
        `driver: 'lines' counts an iteration a line, so ${iterations[0]} has no meaning beside it.`,
      )
    return
  }
  if (iterations.length !== 1) {
    const found = iterations.length === 0 ? 'none' : iterations.join(' and ')
    throw new MisuseError(
      `goTarget() needs exactly one of request, drive, load and scenario, which says what one iteration is; received ${found}.`,
    )
  }
  refuseScenario(options)
  refuseForUrl(options)
}

/** Throws `MisuseError` as `validateGoTarget` does. */
export function validateGoTest(
  pkg: unknown,
  test: unknown,
  received: unknown,
): asserts received is GoTestOptions {
  const options = received === undefined ? {} : optionsOf(received, 'goTest()', "{ cwd: 'server' }")
  const known = ['bin', 'name', 'cwd', 'env', 'args', 'buildFlags', 'processors'] as const
  refuseUnknown(options, known, 'goTest()')
  for (const name of known) if (options[name] !== undefined) CHECKS[name](name, options[name])
  text('a package such as ./internal/cache')('pkg', pkg)
  text('the name of a test such as TestEvict, or TestEvict/full')('test', test)
  if (!/^Test[^\s]*$/.test(String(test))) {
    throw new MisuseError(
      `test must be the name of a test function such as TestEvict, received ${shown(test)}.`,
    )
  }
}

function optionsOf(received: unknown, what: string, example: string): Record<string, unknown> {
  if (typeof received === 'object' && received !== null && !Array.isArray(received)) {
    return received as Record<string, unknown>
  }
  throw new MisuseError(`${what} takes an object such as ${example}, received ${shown(received)}.`)
}

function refuseUnknown(options: object, known: readonly string[], what: string): void {
  const unknown = Object.keys(options).find((name) => !known.includes(name))
  if (unknown === undefined) return
  throw new MisuseError(`Unknown option '${unknown}' of ${what}: known are ${known.join(', ')}.`)
}

function exactlyOne(options: Record<string, unknown>, names: readonly string[]): void {
  const given = names.filter((name) => options[name] !== undefined)
  if (given.length === 1) return
  const found = given.length === 0 ? 'none' : given.join(' and ')
  throw new MisuseError(`goTarget() needs exactly one of ${names.join(', ')}, received ${found}.`)
}

function refuseScenario({ scenario, driver = 'auto' }: Record<string, unknown>): void {
  if (scenario === undefined || driver === 'auto' || driver === 'agent') return
  throw new MisuseError(`scenario is run by the agent: driver: '${driver}' has none.`)
}

/** What only a process that is started here can have. */
function refuseForUrl(options: Record<string, unknown>): void {
  if (options['url'] === undefined) return
  const names = ['args', 'env', 'stdin', 'buildFlags', 'scenario', 'port', 'ready', 'processors']
  const given = names.find((name) => options[name] !== undefined)
  if (given !== undefined) {
    throw new MisuseError(`${given} has no meaning beside url: that process runs already.`)
  }
  if (options['driver'] === 'agent' || options['driver'] === 'process') {
    throw new MisuseError(
      `driver: '${options['driver']}' needs a process that is started here; one behind a url is read through pprof or expvar.`,
    )
  }
}

function text(meaning: string, isEmptyAllowed = false): Check {
  return (name, received) => {
    if (typeof received === 'string' && (received !== '' || isEmptyAllowed)) return
    throw new MisuseError(`${name} must be ${meaning}, received ${shown(received)}.`)
  }
}

function texts(name: string, received: unknown): void {
  if (Array.isArray(received) && received.every((one) => typeof one === 'string')) return
  throw new MisuseError(`${name} must be a list of strings, received ${shown(received)}.`)
}

function environment(name: string, received: unknown): void {
  const isRecord = typeof received === 'object' && received !== null && !Array.isArray(received)
  const wrong = isRecord
    ? Object.entries(received).find(([, value]) => typeof value !== 'string')
    : undefined
  if (isRecord && wrong === undefined) return
  // Values may be secret: only the name is told.
  const found = wrong ? `${typeof wrong[1]} for ${wrong[0]}` : shown(received)
  throw new MisuseError(`${name} must be an object of strings, received ${found}.`)
}

function address(name: string, received: unknown): void {
  if (typeof received === 'string' && /^https?:\/\/[^/]/.test(received)) return
  throw new MisuseError(
    `${name} must be the address of a running process such as http://127.0.0.1:6060, received ${shown(received)}.`,
  )
}

function path(name: string, received: unknown): void {
  if (typeof received === 'string' && received.startsWith('/')) return
  throw new MisuseError(`${name} must be a path such as /healthz, received ${shown(received)}.`)
}

function callable(name: string, received: unknown): void {
  if (typeof received === 'function') return
  throw new MisuseError(`${name} must be a function, received ${shown(received)}.`)
}

const DRIVERS = ['auto', 'agent', 'pprof', 'expvar', 'process', 'lines']

function driverName(name: string, received: unknown): void {
  if (DRIVERS.includes(received as string)) return
  throw new MisuseError(
    `${name} must be one of ${DRIVERS.join(', ')}, received ${shown(received)}.`,
  )
}

function processors(name: string, received: unknown): void {
  if (received === 'default' || (Number.isSafeInteger(received) && (received as number) > 0)) return
  throw new MisuseError(
    `${name} must be a positive integer or 'default', received ${shown(received)}.`,
  )
}

function requests(name: string, received: unknown): void {
  const list = Array.isArray(received) ? received : [received]
  if (list.length === 0) throw new MisuseError(`${name} must hold at least one request.`)
  for (const one of list) {
    const asked = typeof one === 'string' ? one : (one as { path?: unknown } | null)?.path
    if (typeof asked === 'string' && asked.startsWith('/')) continue
    throw new MisuseError(
      `${name} must be a path such as /orders/1, or { method, path, headers, body }, received ${shown(one)}.`,
    )
  }
}

function shown(received: unknown): string {
  return typeof received === 'string'
    ? `'${received}'`
    : (JSON.stringify(received) ?? String(received))
}
