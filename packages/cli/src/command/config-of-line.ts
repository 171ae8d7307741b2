import { resolve } from 'node:path'
import { MisuseError, type ProbeName } from '@plateau/core'
import { type CommandLine, toldBeginning } from '@plateau/go/kit'
import { isTargetObject } from '../config/check-config.ts'
import { findConfig, loadConfig } from '../config/load-config.ts'
import type { SoakConfig, SoakTarget } from '../config/soak-config.ts'
import { nextCommand } from '../routes/next-routes.ts'
import { count, countOf, text } from './line-values.ts'
import { loadOfLine } from './load-of-line.ts'

/** The configuration of a command line: a file's, which options override, or options alone. */
export async function configOfLine(line: CommandLine, cwd: string): Promise<SoakConfig> {
  const { positionals, rest } = line
  const [named, extra] = positionals
  if (extra !== undefined) throw new MisuseError(surplus(extra))
  const isAlone =
    rest !== undefined || ['go', 'attach', 'pid', 'next'].some((option) => line.has(option))
  const file = named === undefined ? findConfig(cwd) : resolve(cwd, named)
  const base = file === undefined || (isAlone && named === undefined) ? {} : await loadConfig(file)
  const merged = { ...base, ...scalarsOf(line) }
  const target = targetOf(line, (base as Partial<SoakConfig>).target)
  const load = loadOfLine(line, (base as Partial<SoakConfig>).load)
  const next = line.one('next')
  if (next !== undefined)
    return soakOfNext(next, { config: { ...merged, ...(target && { target }) }, load, cwd })
  // What is missing is told of where the whole configuration is checked.
  return { ...merged, ...(target && { target }), ...(load && { load }) } as SoakConfig
}

interface NextSoak {
  readonly config: Partial<SoakConfig>
  readonly load: SoakConfig['load']
  readonly cwd: string
}

/** Its routes, each in a process of its own, and its own copy of Next unless a command says otherwise. */
function soakOfNext(given: string, { config, load, cwd }: NextSoak): SoakConfig {
  const { target = {} } = config
  if (isTargetObject(target)) {
    throw new MisuseError(
      `--next has no meaning beside the target '${target.name}' of the configuration.`,
    )
  }
  const folder = resolve(cwd, given)
  const started = target.command
    ? target
    : { ...target, command: nextCommand(folder, given), cwd: folder }
  return { ...config, target: { kind: 'node', ...started }, load: { ...load, routes: given } }
}

function surplus(extra: string): string {
  return `plateau soak takes one configuration file, received '${extra}' in addition. A command goes behind two dashes: plateau soak --request / -- node server.js.`
}

function scalarsOf(line: CommandLine): Partial<SoakConfig> {
  const [probes, metricsPort] = [line.one('probes'), countOf(line, 'metrics-port')]
  const tolerate = line.all('tolerate')
  return {
    ...count(line, 'iterations', 'iterations'),
    ...count(line, 'every', 'every'),
    ...(line.one('warm-up') === '0' ? { warmUp: 0 } : count(line, 'warm-up', 'warmUp')),
    ...text(line, 'duration', 'duration'),
    ...text(line, 'limit', 'limit'),
    ...text(line, 'name', 'name'),
    ...text(line, 'out', 'out'),
    ...text(line, 'history', 'history'),
    ...text(line, 'mode', 'mode'),
    ...text(line, 'explain', 'explain'),
    ...text(line, 'keep', 'keep'),
    ...text(line, 'output', 'output'),
    ...(line.has('fail-fast') && { failFast: true }),
    ...(metricsPort !== undefined && { metricsPort }),
    ...(probes !== undefined && { probes: probes.split(',') as ProbeName[] }),
    ...(tolerate.length > 0 && { tolerate: ratesOf(tolerate) }),
  } as Partial<SoakConfig>
}

function targetOf(
  line: CommandLine,
  base: SoakConfig['target'] | undefined,
): SoakConfig['target'] | undefined {
  const [command, pid] = [line.rest, countOf(line, 'pid')]
  const env = line.all('env')
  const isGo = line.has('go') || (isPlain(base) && base.go !== undefined && !line.has('kind'))
  const given: SoakTarget = {
    ...(command !== undefined && command.length > 0 && { [isGo ? 'args' : 'command']: command }),
    ...(pid !== undefined && { pid }),
    ...text(line, 'go', 'go'),
    ...text(line, 'attach', 'attach'),
    ...text(line, 'kind', 'kind'),
    ...text(line, 'url', 'url'),
    ...text(line, 'port-variable', 'port'),
    ...(line.one('ready') === 'none' ? { ready: false as const } : text(line, 'ready', 'ready')),
    ...text(line, 'start-within', 'startWithin'),
    ...(env.length > 0 && { env: Object.fromEntries(env.map(variableOf)) }),
  }
  if (Object.keys(given).length === 0) return base
  if (base !== undefined && isTargetObject(base)) {
    throw new MisuseError(
      `--${Object.keys(given)[0]} has no meaning beside the target '${base.name}' of the configuration.`,
    )
  }
  return { ...base, ...given }
}

function isPlain(base: SoakConfig['target'] | undefined): base is SoakTarget {
  return base !== undefined && !isTargetObject(base)
}

function ratesOf(given: readonly string[]): Record<string, number> {
  return Object.fromEntries(
    given
      .flatMap((list) => list.split(','))
      .map((pair) => {
        const [, probe, rate] = /^(\w+)=(\d+(?:\.\d+)?)$/.exec(pair) ?? []
        if (probe !== undefined) return [probe, Number(rate)]
        throw new MisuseError(
          `--tolerate must be a list such as heap=16,fds=0.1, received '${pair}'.`,
        )
      }),
  )
}

function variableOf(given: string): readonly [string, string] {
  const at = given.indexOf('=')
  if (at > 0) return [given.slice(0, at), given.slice(at + 1)]
  throw new MisuseError(
    `--env must be a name and its value such as NODE_ENV=production, received ${toldBeginning(given)}.`,
  )
}
