import { validateHeaderName, validateHeaderValue } from 'node:http'
import { MisuseError } from '@plateau/core'
import { authorizationIn } from '../load/authorization.ts'
import { refuseUnlessCount } from './refuse-options.ts'
import type { SoakLoadConfig } from './soak-config.ts'

export const LOAD: Readonly<Record<keyof SoakLoadConfig, true>> = {
  request: true,
  routes: true,
  iteration: true,
  webSocket: true,
  events: true,
  mcp: true,
  lines: true,
  command: true,
  external: true,
  counter: true,
  rate: true,
  concurrency: true,
  timeout: true,
  headers: true,
  authEnv: true,
  data: true,
  abandon: true,
  stages: true,
}

/** Of no use to a load that others send. */
const OURS = ['rate', 'concurrency', 'timeout', 'headers', 'authEnv', 'stages'] as const

/** What one iteration is. */
const KINDS = [
  'request',
  'webSocket',
  'events',
  'mcp',
  'lines',
  'iteration',
  'command',
  'external',
] as const

/** What Plateau does to what it sends by itself. */
const OF_SENT = ['data', 'abandon'] as const
const SENT: ReadonlySet<string> = new Set(['request', 'webSocket', 'events', 'mcp', 'lines'])

/** Throws `MisuseError` for what does not go together; values of headers are never quoted. */
export function checkLoad(load: SoakLoadConfig): void {
  refuseUnlessCount(load, ['concurrency'], 'load.')
  if (load.headers !== undefined) checkHeaders(load.headers)
  refuseTwoLogins(load)
  refuseRoutes(load)
  const given = KINDS.filter((name) => load[name] !== undefined)
  const [kind, second] = given
  if (kind === undefined || second !== undefined) {
    const found = given.length === 0 ? 'none' : given.join(' and ')
    throw new MisuseError(
      `load must have exactly one of ${KINDS.slice(0, -1).join(', ')} and ${KINDS.at(-1)}, received ${found}.`,
    )
  }
  const ofSent = OF_SENT.find((name) => load[name] !== undefined)
  if (ofSent !== undefined && !SENT.has(kind)) {
    throw new MisuseError(
      `load.${ofSent} goes with request, webSocket, events, mcp and lines, received it beside ${kind}: that sends what it likes by itself.`,
    )
  }
  if (load.data !== undefined) checkFile(load.data)
  const other = (['rate', 'concurrency'] as const).find((name) => load[name] !== undefined)
  if (load.stages !== undefined && other !== undefined) {
    throw new MisuseError(
      `load.stages and load.${other} both say how much is sent at once: leave one of them out.`,
    )
  }
  if (load.command === undefined && load.external === undefined) return
  const surplus = OURS.find((name) => load[name] !== undefined)
  if (surplus === undefined) return
  throw new MisuseError(
    `load.${surplus} has no meaning beside ${kind}: say it to the generator of that load.`,
  )
}

/** What soaks them one by one has taken them out before. */
function refuseRoutes({ routes }: SoakLoadConfig): void {
  if (routes === undefined) return
  throw new MisuseError(
    'load.routes (--routes) is for plateau soak, which runs each route for itself: resume one of those runs with its --request.',
  )
}

function checkFile(data: unknown): void {
  if (typeof data === 'string' && data !== '') return
  throw new MisuseError(
    `load.data must be the name of a file such as users.csv, received ${JSON.stringify(data)}.`,
  )
}

/** Values are secret as often as not: only names are told. */
function checkHeaders(headers: unknown): void {
  if (typeof headers !== 'object' || headers === null || Array.isArray(headers)) {
    throw new MisuseError(
      `load.headers must be an object such as { authorization: 'Bearer …' }, received ${Array.isArray(headers) ? 'a list' : typeof headers}.`,
    )
  }
  for (const [name, value] of Object.entries(headers)) {
    try {
      validateHeaderName(name)
      validateHeaderValue(name, value)
    } catch {
      throw new MisuseError(
        `load.headers has '${name}', which is no header that can be sent: a name has no spaces, and a value is one line of text.`,
      )
    }
  }
}

function refuseTwoLogins({ authEnv, headers = {} }: SoakLoadConfig): void {
  if (authEnv === undefined || authorizationIn(headers) === undefined) return
  throw new MisuseError(
    'load.authEnv and load.headers both say what the header authorization holds: leave one of them out.',
  )
}
