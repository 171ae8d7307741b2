import { randomUUID } from 'node:crypto'
import { MisuseError } from '@plateau/core'
import { brokenJson, type ServiceRequest, typeOfBody, withoutQuery } from '@plateau/core/drive'
import { namesIn, type Template, type TextKind, templateOf, type Values } from './placeholders.ts'
import { OWN, type Row } from './read-data.ts'

/** What the iteration of this number asks for, one after the other. The first is 1. */
export type RequestsOf = (n: number) => readonly FilledRequest[]

export interface FilledRequest extends ServiceRequest {
  /** The path as it was written: what fills it may be a person's, and is told nowhere. */
  readonly written?: string
}

interface Filling {
  /** In messages: where the requests were given. Default `load.request`. */
  readonly option?: string
  /** Taken in turn, and over again; undefined where there is no file of data. */
  readonly rows: readonly Row[] | undefined
  /** Sent with every request, unless that says otherwise. */
  readonly headers: Readonly<Record<string, string>>
}

/**
 * Fills `{n}`, `{uuid}` and `{column}` in paths, headers and bodies: the same in all requests of an iteration, so
 * that a later one can undo what an earlier one did. Throws `MisuseError` for a name that nothing fills.
 */
export function fillRequests(
  requests: readonly ServiceRequest[],
  { option = 'load.request', rows, headers }: Filling,
): RequestsOf {
  const columns = Object.keys(rows?.[0] ?? {})
  const isKnown = (name: string): boolean => OWN.has(name) || columns.includes(name)
  const given = requests.map((request) => ({ ...request, headers: merged(headers, request) }))
  if (HAVE_TYPES.has(option)) for (const request of given) refuseBrokenJson(request, option)
  const whole = given.map(withType)
  for (const request of whole)
    refuseUnfilled(request, isKnown, { option, columns: rows && columns })
  const filled = whole.map((request) => fillerOf(request, isKnown))
  const used = new Set(filled.flatMap(({ names }) => names))
  if (rows) refuseGaps(rows, used)
  if (used.size === 0) return () => whole
  return (n) => {
    const row = rows?.[(n - 1) % rows.length] ?? {}
    let uuid: string | undefined
    const values: Values = (name) => {
      if (name === 'n') return n
      if (name !== 'uuid') return row[name]
      uuid ??= randomUUID()
      return uuid
    }
    return filled.map(({ fill }) => fill(values))
  }
}

function merged(
  headers: Readonly<Record<string, string>>,
  request: ServiceRequest,
): Record<string, string> {
  const all = [...Object.entries(headers), ...Object.entries(request.headers ?? {})]
  return Object.fromEntries(all.map(([name, text]) => [name.toLowerCase(), text]))
}

type Whole = ServiceRequest & { readonly headers: Readonly<Record<string, string>> }

/** A message over another protocol is sent as it is. */
const HAVE_TYPES: ReadonlySet<string> = new Set(['load.request', 'load.events'])

/** Sent as text, a service would pass it over or refuse it, and the soak would be of that. */
function refuseBrokenJson({ path, method = 'POST', body, headers }: Whole, option: string): void {
  if (body === undefined || 'content-type' in headers) return
  const broken = brokenJson(exampleOf(body))
  if (broken === undefined) return
  throw new MisuseError(
    `${option}: the body of '${method} ${withoutQuery(path)}' begins like JSON and is none (${broken}). Mend it, and quote all of the request for the shell; or, to send it as it is, name its type with --header 'content-type: text/plain' (headers).`,
  )
}

function withType(request: Whole): Whole {
  const { body, headers } = request
  if (body === undefined || 'content-type' in headers) return request
  return { ...request, headers: { ...headers, 'content-type': typeOfBody(exampleOf(body)) } }
}

/** With a number in each place: with a name in braces, JSON would be none. */
function exampleOf(body: string): string {
  return templateOf(body, 'text', () => true).fill(() => 0)
}

function fillerOf(
  request: Whole,
  isKnown: (name: string) => boolean,
): { readonly names: readonly string[]; fill(values: Values): FilledRequest } {
  const { path, headers, body } = request
  const kind = kindOfType(headers['content-type'])
  const pathOf = templateOf(path, 'path', isKnown)
  const bodyOf = body === undefined ? undefined : templateOf(body, kind, isKnown)
  const headersOf = Object.entries(headers).map(([name, text]): readonly [string, Template] => [
    name,
    templateOf(text, 'text', isKnown),
  ])
  const all = [pathOf, ...(bodyOf ? [bodyOf] : []), ...headersOf.map(([, one]) => one)]
  return {
    names: all.flatMap(({ names }) => names),
    fill: (values) => ({
      ...request,
      written: path,
      path: pathOf.fill(values),
      headers: Object.fromEntries(headersOf.map(([name, one]) => [name, one.fill(values)])),
      ...(bodyOf && { body: bodyOf.fill(values) }),
    }),
  }
}

function kindOfType(type = ''): TextKind {
  if (/[/+]json\b/.test(type)) return 'json'
  return type.includes('x-www-form-urlencoded') ? 'form' : 'text'
}

/** Without data, braces in a body are its own: GraphQL is full of them. In a path and in a header they mean something always. */
function refuseUnfilled(
  { path, headers, body = '', method = 'GET' }: Whole,
  isKnown: (name: string) => boolean,
  { option, columns }: { readonly option: string; readonly columns: readonly string[] | undefined },
): void {
  const named = [path, ...Object.values(headers), ...(columns ? [body] : [])].flatMap(namesIn)
  const unknown = named.find((name) => !isKnown(name))
  if (unknown === undefined) return
  const remedy = columns
    ? `the data has the columns ${columns.join(', ')}. To send {${unknown}} itself, write {{${unknown}}}`
    : `give the file whose column it is with --data (load.data), or write {{${unknown}}} to send {${unknown}} itself`
  throw new MisuseError(
    `${option}: nothing fills {${unknown}} of '${method} ${withoutQuery(path)}': ${remedy}. Known without data are {n} and {uuid}.`,
  )
}

function refuseGaps(rows: readonly Row[], used: ReadonlySet<string>): void {
  const columns = Object.keys(rows[0] ?? {})
  const needed = columns.filter((name) => used.has(name))
  if (needed.length === 0) {
    throw new MisuseError(
      `load.data (--data) has no effect: nothing that is sent names one of its columns, such as {${columns[0]}}. They are ${columns.join(', ')}.`,
    )
  }
  for (const [at, row] of rows.entries()) {
    const missing = needed.find((name) => row[name] === undefined)
    if (missing === undefined) continue
    throw new MisuseError(
      `load.data (--data): row ${at + 1} has no '${missing}', which a request takes.`,
    )
  }
}
