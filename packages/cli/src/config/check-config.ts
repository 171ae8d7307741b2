import { MisuseError, type ProbeName, type Target } from '@plateau/core'
import { checkLoad, LOAD } from './check-load.ts'
import { refuseUnknown, refuseUnlessCount, refuseUnlessOneOf, unknownIn } from './refuse-options.ts'
import type { SoakConfig, SoakTarget } from './soak-config.ts'

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
  output: true,
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
  refuseUnknownAnywhere(config)
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
  refuseUnlessOneOf('output', config.output, ['keep', 'off'])
  refuseUnknown(config.tolerate ?? {}, PROBES, 'tolerate.')
  refuseUnknown(
    Object.fromEntries((config.probes ?? []).map((name) => [name, 0])),
    PROBES,
    'probes: ',
  )
}

/** The whole configuration at once: whoever mends one name shall not find the next by another run. */
function refuseUnknownAnywhere(config: SoakConfig): void {
  const { target, load } = config
  const isOfOptions = typeof target === 'object' && target !== null && !isTargetObject(target)
  const unknown = [
    ...unknownIn(config, CONFIG, ''),
    ...(isOfOptions ? unknownIn(target, TARGET, 'target.') : []),
    ...(typeof load === 'object' && load !== null ? unknownIn(load, LOAD, 'load.') : []),
  ]
  if (unknown.length > 0) throw new MisuseError(unknown.join('\n'))
}

export function isTargetObject(target: SoakTarget | Target): target is Target {
  return typeof (target as Target).open === 'function'
}

function checkTarget(target: SoakTarget): void {
  refuseUnlessOneOf('target.kind', target.kind, ['node', 'bun', 'go', 'process'])
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
