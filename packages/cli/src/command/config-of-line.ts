import { resolve } from 'node:path'
import { MisuseError, type ProbeName } from '@plateau/core'
import type { CommandLine } from '@plateau/go/kit'
import { isTargetObject } from '../config/check-config.ts'
import { findConfig, loadConfig } from '../config/load-config.ts'
import type { SoakConfig, SoakLoadConfig, SoakTarget } from '../config/soak-config.ts'

/** The configuration of a command line: a file's, which options override, or options alone. */
export async function configOfLine(line: CommandLine, cwd: string): Promise<SoakConfig> {
  const { positionals, rest } = line
  const [named, extra] = positionals
  if (extra !== undefined) throw new MisuseError(surplus(extra))
  const isAlone = rest !== undefined || ['go', 'attach', 'pid'].some((option) => line.has(option))
  const file = named === undefined ? findConfig(cwd) : resolve(cwd, named)
  const base = file === undefined || (isAlone && named === undefined) ? {} : await loadConfig(file)
  const merged = { ...base, ...scalarsOf(line) }
  const target = targetOf(line, (base as Partial<SoakConfig>).target)
  const load = loadOf(line, (base as Partial<SoakConfig>).load)
  // What is missing is told of where the whole configuration is checked.
  return { ...merged, ...(target && { target }), ...(load && { load }) } as SoakConfig
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

function text(line: CommandLine, option: string, name: string): Record<string, string> {
  const value = line.one(option)
  return value === undefined ? {} : { [name]: value }
}

function count(line: CommandLine, option: string, name: string): Record<string, number> {
  const value = countOf(line, option)
  return value === undefined ? {} : { [name]: value }
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

function loadOf(line: CommandLine, base: SoakLoadConfig | undefined): SoakLoadConfig | undefined {
  const request = line.all('request')
  const kind = line.one('load')
  if (kind !== undefined && kind !== 'external') {
    throw new MisuseError(
      `--load must be external, received '${kind}'. A generator is named with --load-command '${kind} …', requests with --request.`,
    )
  }
  const command = line.one('load-command')?.split(/\s+/).filter(Boolean)
  const what = {
    ...(request.length > 0 && { request }),
    ...(command && { command }),
    ...(kind && { external: true as const }),
  }
  const concurrency = countOf(line, 'concurrency')
  const rate = line.one('rate')
  const headers = line.all('header')
  const how = {
    ...(rate !== undefined && { rate: Number(rate) }),
    ...(concurrency !== undefined && { concurrency }),
    ...text(line, 'timeout', 'timeout'),
    ...text(line, 'counter', 'counter'),
    ...text(line, 'auth-env', 'authEnv'),
    ...text(line, 'data', 'data'),
    ...text(line, 'abandon', 'abandon'),
    ...text(line, 'stages', 'stages'),
    ...(headers.length > 0 && {
      headers: { ...base?.headers, ...Object.fromEntries(headers.map(headerOf)) },
    }),
  }
  if (Object.keys(what).length > 0) return { ...what, ...how }
  // A counter is asked where others send the load.
  if (base === undefined && line.has('counter')) return { external: true, ...how }
  return base === undefined && Object.keys(how).length === 0 ? undefined : { ...base, ...how }
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

/** The value may be a secret: it is not told. */
function headerOf(given: string): readonly [string, string] {
  const [, name, value] = /^([^\s:]+):\s*(.+)$/s.exec(given) ?? []
  if (name !== undefined && value !== undefined) return [name, value]
  throw new MisuseError(
    "--header must be a name, a colon and a value such as 'authorization: Bearer …'.",
  )
}

function variableOf(given: string): readonly [string, string] {
  const at = given.indexOf('=')
  if (at > 0) return [given.slice(0, at), given.slice(at + 1)]
  throw new MisuseError('--env must be a name and its value such as NODE_ENV=production.')
}

/** A positive integer, undefined where it was not given. Throws `MisuseError`, naming the option. */
function countOf(line: CommandLine, option: string): number | undefined {
  const text = line.one(option)
  if (text === undefined) return undefined
  const plain = text.replace(/(?<=\d)[_ ](?=\d{3})/g, '')
  if (/^\d+$/.test(plain) && Number(plain) > 0) return Number(plain)
  throw new MisuseError(`--${option} must be a positive integer, received '${text}'.`)
}
