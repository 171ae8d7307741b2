import { validateHeaderName, validateHeaderValue } from 'node:http'
import { MisuseError, type ProbeName, type Target } from '@plateau/core'
import { nearestWord } from '@plateau/go/kit'
import type { SoakConfig, SoakLoadConfig, SoakTarget } from './soak-config.ts'

const CONFIG: Readonly<Record<keyof SoakConfig, true>> = {
  name: true,
  target: true,
  load: true,
  iterations: true,
  duration: true,
  warmUp: true,
  every: true,
  mode: true,
  probes: true,
  tolerate: true,
  limit: true,
  failFast: true,
  explain: true,
  keep: true,
  out: true,
  history: true,
  metricsPort: true,
}

const TARGET: Readonly<Record<keyof SoakTarget, true>> = {
  command: true,
  go: true,
  args: true,
  attach: true,
  pid: true,
  kind: true,
  url: true,
  cwd: true,
  env: true,
  port: true,
  ready: true,
  startWithin: true,
}

const LOAD: Readonly<Record<keyof SoakLoadConfig, true>> = {
  request: true,
  iteration: true,
  command: true,
  external: true,
  counter: true,
  rate: true,
  concurrency: true,
  timeout: true,
  headers: true,
}

const PROBES: Readonly<Record<ProbeName, true>> = {
  heap: true,
  external: true,
  handles: true,
  fds: true,
  threads: true,
  contexts: true,
  native: true,
  rss: true,
  heapObjects: true,
  goroutines: true,
  nodes: true,
  listeners: true,
  documents: true,
  frames: true,
}

/** Throws `MisuseError` for what is not known, is missing or cannot be; values are never quoted of `env`. */
export function checkConfig(config: SoakConfig): void {
  refuseUnknown(config, CONFIG, '')
  const { target, load } = config
  if (typeof target !== 'object' || target === null) {
    throw new MisuseError(
      "target is missing: name what is measured, such as target: { command: ['node', 'server.js'] }, or plateau soak -- node server.js.",
    )
  }
  if (!isTargetObject(target)) checkTarget(target)
  if (load !== undefined) checkLoad(load)
  refuseUnlessCount(config, ['iterations', 'every', 'metricsPort'])
  if (config.warmUp !== 0) refuseUnlessCount(config, ['warmUp'])
  refuseUnlessOneOf('mode', config.mode, ['checkpoints', 'continuous', 'envelope'])
  refuseUnlessOneOf('explain', config.explain, ['auto', 'off'])
  refuseUnlessOneOf('keep', config.keep, ['snapshot', 'profile'])
  refuseUnknown(config.tolerate ?? {}, PROBES, 'tolerate.')
  refuseUnknown(
    Object.fromEntries((config.probes ?? []).map((name) => [name, 0])),
    PROBES,
    'probes: ',
  )
}

export function isTargetObject(target: SoakTarget | Target): target is Target {
  return typeof (target as Target).open === 'function'
}

function checkTarget(target: SoakTarget): void {
  refuseUnknown(target, TARGET, 'target.')
  refuseUnlessOneOf('target.kind', target.kind, ['node', 'process', 'go'])
  const given = (['command', 'go', 'attach', 'pid'] as const).filter(
    (name) => target[name] !== undefined,
  )
  if (target.args !== undefined) checkArgs(target)
  if (given.length === 1) return
  const found = given.length === 0 ? 'none' : given.join(' and ')
  throw new MisuseError(
    `target must have exactly one of command, go, attach and pid, received ${found}.`,
  )
}

function checkArgs({ go, args }: SoakTarget): void {
  if (go === undefined) {
    throw new MisuseError(
      'target.args belong to go: those of a command are a part of it, such as command: ["node", "server.js", "--quiet"].',
    )
  }
  if (Array.isArray(args) && args.every((one) => typeof one === 'string')) return
  throw new MisuseError('target.args must be a list of strings such as ["-port", "{port}"].')
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

function checkLoad(load: SoakLoadConfig): void {
  refuseUnknown(load, LOAD, 'load.')
  refuseUnlessCount(load, ['concurrency'], 'load.')
  if (load.headers !== undefined) checkHeaders(load.headers)
  const given = (['request', 'iteration', 'command', 'external'] as const).filter(
    (name) => load[name] !== undefined,
  )
  if (given.length !== 1) {
    const found = given.length === 0 ? 'none' : given.join(' and ')
    throw new MisuseError(
      `load must have exactly one of request, iteration, command and external, received ${found}.`,
    )
  }
  if (load.command === undefined && load.external === undefined) return
  const surplus = (['rate', 'concurrency', 'timeout', 'headers'] as const).find(
    (name) => load[name] !== undefined,
  )
  if (surplus === undefined) return
  throw new MisuseError(
    `load.${surplus} has no meaning beside ${given[0]}: say it to the generator of that load.`,
  )
}

function refuseUnknown(
  received: object,
  known: Readonly<Record<string, true>>,
  prefix: string,
): void {
  const unknown = Object.keys(received).find((key) => !Object.hasOwn(known, key))
  if (unknown === undefined) return
  const nearest = nearestWord(unknown, Object.keys(known))
  const advice =
    nearest === undefined
      ? ` Known are ${Object.keys(known).join(', ')}.`
      : ` Did you mean ${nearest}?`
  throw new MisuseError(`Unknown option ${prefix}${unknown}.${advice}`)
}

function refuseUnlessCount<Options extends object>(
  options: Options,
  names: readonly (keyof Options & string)[],
  prefix = '',
): void {
  for (const name of names) {
    const received: unknown = options[name]
    if (received === undefined || (Number.isInteger(received) && (received as number) > 0)) continue
    throw new MisuseError(
      `${prefix}${name} must be a positive integer, received ${String(received)}.`,
    )
  }
}

/** `option` is the whole path to it, as it is written in messages. */
function refuseUnlessOneOf(option: string, received: unknown, allowed: readonly string[]): void {
  if (received === undefined || allowed.includes(received as string)) return
  throw new MisuseError(
    `${option} must be ${allowed.join(' or ')}, received '${String(received)}'.`,
  )
}
