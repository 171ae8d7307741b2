import { closest } from '../closest-name.ts'
import { MisuseError } from '../errors.ts'
import type { ServiceOptions } from './start-service.ts'

/** Throws `MisuseError`, naming the option and what was received. */
export type OptionCheck = (name: string, received: unknown) => void

/** Checks every option that is there, and that none is unknown, before anything is started. */
export function checkOptions<Name extends string>(
  received: unknown,
  checks: Readonly<Record<Name, OptionCheck>>,
  { what, example }: { readonly what: string; readonly example: string },
): asserts received is Record<Name, unknown> {
  if (typeof received !== 'object' || received === null || Array.isArray(received)) {
    throw new MisuseError(
      `${what} takes an object such as ${example}, received ${shown(received)}.`,
    )
  }
  for (const [name, value] of Object.entries(received)) {
    const check = checks[name as Name] as OptionCheck | undefined
    if (check === undefined) throw unknownOption(name, Object.keys(checks), what)
    if (value !== undefined) check(name, value)
  }
}

function unknownOption(name: string, known: readonly string[], what: string): MisuseError {
  const near = closest(name, known)
  const remedy = near ? `did you mean ${near}?` : `known are ${known.join(', ')}.`
  return new MisuseError(`Unknown option '${name}' of ${what}: ${remedy}`)
}

/** Throws `MisuseError` unless exactly one of the names is given. */
export function refuseUnlessOne(options: object, names: readonly string[], what: string): void {
  const given = names.filter((name) => (options as Record<string, unknown>)[name] !== undefined)
  if (given.length === 1) return
  const found = given.length === 0 ? 'none' : given.join(' and ')
  throw new MisuseError(`${what} needs exactly one of ${names.join(', ')}, received ${found}.`)
}

/** What one iteration is may be said by one of these only. Without any, the load is somebody else's. */
export function refuseSeveralDrivings(options: object, what: string): void {
  const record = options as Record<string, unknown>
  const given = ['request', 'drive', 'load'].filter((name) => record[name] !== undefined)
  if (given.length < 2) return
  throw new MisuseError(
    `${what} takes one of request, drive and load, which says what one iteration is; received ${given.join(' and ')}.`,
  )
}

function text(meaning: string): OptionCheck {
  return (name, received) => {
    if (typeof received === 'string' && received !== '') return
    throw new MisuseError(`${name} must be ${meaning}, received ${shown(received)}.`)
  }
}

function positiveInteger(name: string, received: unknown): void {
  if (Number.isSafeInteger(received) && (received as number) > 0) return
  throw new MisuseError(`${name} must be a positive integer, received ${shown(received)}.`)
}

function commandLine(name: string, received: unknown): void {
  const isList = Array.isArray(received) && received.length > 0
  if (isList && received.every((one) => typeof one === 'string') && received[0] !== '') return
  throw new MisuseError(
    `${name} must be a list such as ['node', 'server.js'], received ${shown(received)}.`,
  )
}

function environment(name: string, received: unknown): void {
  const isRecord = typeof received === 'object' && received !== null && !Array.isArray(received)
  const wrong = isRecord
    ? Object.entries(received).find(([, one]) => typeof one !== 'string')
    : undefined
  if (isRecord && wrong === undefined) return
  // Values may be secret: only the name is told.
  const found = wrong ? `${typeof wrong[1]} for ${wrong[0]}` : shown(received)
  throw new MisuseError(`${name} must be an object of strings, received ${found}.`)
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

function callable(name: string, received: unknown): void {
  if (typeof received === 'function') return
  throw new MisuseError(`${name} must be a function, received ${shown(received)}.`)
}

function flag(name: string, received: unknown): void {
  if (typeof received === 'boolean') return
  throw new MisuseError(`${name} must be true or false, received ${shown(received)}.`)
}

function readyPath(name: string, received: unknown): void {
  if (received === false || (typeof received === 'string' && received.startsWith('/'))) return
  throw new MisuseError(
    `${name} must be a path such as /healthz, or false, received ${shown(received)}.`,
  )
}

function address(name: string, received: unknown): void {
  if (typeof received === 'string' && /^https?:\/\/[^/]/.test(received)) return
  throw new MisuseError(
    `${name} must be the address of a service such as http://127.0.0.1:3000, received ${shown(received)}.`,
  )
}

/** The options that targets which are services have in common. */
export type ServiceOption = keyof ServiceOptions | 'pid' | 'name' | 'limit' | 'onOutput'

export const SERVICE_CHECKS: Readonly<Record<ServiceOption, OptionCheck>> = {
  command: commandLine,
  pid: positiveInteger,
  name: text('the name to use in messages'),
  cwd: text('a folder'),
  env: environment,
  request: requests,
  drive: callable,
  load: callable,
  port: text('the name of an environment variable'),
  url: address,
  ready: readyPath,
  limit: positiveInteger,
  onOutput: callable,
  stdio: flag,
}

function shown(received: unknown): string {
  return typeof received === 'string'
    ? `'${received}'`
    : (JSON.stringify(received) ?? String(received))
}
