import { type LeakOptions, MisuseError, type ProbeName } from '@plateau/core'
import { brokenJson, type ServiceRequest } from '@plateau/core/drive'
import { missingProgram } from '@plateau/core/process'
import type { CommandIo } from '../kit/command-io.ts'
import type { CommandLine } from '../kit/parse-command-line.ts'
import { toldBeginning } from '../kit/told-beginning.ts'

/** A command has no test whose time would limit it, and programs take seconds to start. */
const DEFAULT_TIME_LIMIT_MS = 60_000

/** What all commands that judge have in common. Throws `MisuseError`, naming the option and its value. */
export function leakOptionsOf(line: CommandLine): LeakOptions {
  const limit = line.one('time-limit')
  const probes = line.one('probes')
  const tolerate = line.all('tolerate')
  const explain = oneOf(line, 'explain', ['auto', 'off'])
  const keep = oneOf(line, 'keep', ['profile', 'snapshot'])
  return {
    ...count(line, 'iterations', 'iterations'),
    ...count(line, 'max-iterations', 'maxIterations'),
    ...count(line, 'bounded', 'bounded'),
    timeLimitMs: limit === undefined ? DEFAULT_TIME_LIMIT_MS : milliseconds('time-limit', limit),
    ...(probes !== undefined && { probes: probes.split(',') as ProbeName[] }),
    ...(tolerate.length > 0 && { tolerate: rates(tolerate) }),
    ...(explain !== undefined && { explain }),
    ...(keep !== undefined && { keep }),
  }
}

/** The executable of `--bin`, undefined where it was not given. Throws `MisuseError` where there is none. */
export function binaryOf(line: CommandLine, { cwd, env }: CommandIo): string | undefined {
  const bin = line.one('bin')
  if (bin === undefined) return undefined
  const missing = missingProgram(bin, { cwd, path: env['PATH'] })
  if (missing === undefined) return bin
  throw new MisuseError(`--bin must be an executable, received '${bin}': ${missing}`)
}

function count<Name extends string>(
  line: CommandLine,
  option: string,
  name: Name,
): { readonly [Key in Name]?: number } {
  const number = countOf(line, option)
  return number === undefined ? {} : ({ [name]: number } as { [Key in Name]?: number })
}

/** A positive integer, undefined where it was not given. */
export function countOf(line: CommandLine, option: string): number | undefined {
  const text = line.one(option)
  if (text === undefined) return undefined
  if (/^\d+$/.test(text) && Number(text) > 0) return Number(text)
  throw new MisuseError(`--${option} must be a positive integer, received '${text}'.`)
}

const UNITS_MS: Readonly<Record<string, number>> = { ms: 1, s: 1000, m: 60_000, h: 3_600_000 }

function milliseconds(option: string, text: string): number {
  const [, amount, unit = ''] = /^(\d+(?:\.\d+)?)(ms|s|m|h)$/.exec(text) ?? []
  const time = Number(amount) * (UNITS_MS[unit] ?? Number.NaN)
  if (time > 0) return time
  throw new MisuseError(
    `--${option} must be a time with its unit such as 500ms, 30s or 2m, received '${text}'.`,
  )
}

function rates(given: readonly string[]): { readonly [Probe in ProbeName]?: number } {
  const pairs = given.flatMap((text) => text.split(','))
  return Object.fromEntries(
    pairs.map((pair) => {
      const [, probe, rate] = /^(\w+)=(\d+(?:\.\d+)?)$/.exec(pair) ?? []
      if (probe !== undefined) return [probe, Number(rate)]
      throw new MisuseError(
        `--tolerate must be a probe and its growth per iteration such as heap=16, received '${pair}'.`,
      )
    }),
  )
}

function oneOf<Word extends string>(
  line: CommandLine,
  option: string,
  words: readonly Word[],
): Word | undefined {
  const text = line.one(option)
  const word = words.find((known) => known === text)
  if (text === undefined || word !== undefined) return word
  throw new MisuseError(`--${option} must be ${words.join(' or ')}, received '${text}'.`)
}

/** Variables of the environment: of the command itself where it is not that of this process, and as given. */
export function environmentOfLine(
  line: CommandLine,
  outer: NodeJS.ProcessEnv,
): Record<string, string> {
  const given = line.all('env').map((text): readonly [string, string] => {
    const [, name, value] = /^([^=]+)=(.*)$/s.exec(text) ?? []
    if (name !== undefined && value !== undefined) return [name, value]
    throw new MisuseError(
      `--env must be a name and its value such as LEVEL=debug, received ${toldBeginning(text)}.`,
    )
  })
  const differing = Object.entries(outer).flatMap(([name, value]) =>
    value === undefined || process.env[name] === value ? [] : [[name, value] as const],
  )
  return Object.fromEntries([...differing, ...given])
}

/** A number of processors, or `default`. */
export function processorsOf(line: CommandLine): number | 'default' | undefined {
  return line.one('processors') === 'default' ? 'default' : countOf(line, 'processors')
}

/** `/orders/1`, `DELETE /orders/1` or `POST /orders {"id":1}`, each with the headers that all have. */
export function requestsOf(line: CommandLine): readonly ServiceRequest[] {
  const headers = Object.fromEntries(line.all('header').map(headerOf))
  return line.all('request').map((text) => {
    const [, method, path, body] = /^(?:([A-Z]+) )?(\/\S*)(?: (.+))?$/s.exec(text) ?? []
    if (path === undefined) {
      throw new MisuseError(
        `--request must be a path such as /orders/1, or 'POST /orders {"id":1}', received '${text}'.`,
      )
    }
    if (body !== undefined && !hasType(headers)) refuseBrokenJson(body, text)
    return {
      path,
      ...(method !== undefined && { method }),
      ...(body !== undefined && { body }),
      ...(line.has('header') && { headers }),
    }
  })
}

function hasType(headers: Readonly<Record<string, string>>): boolean {
  return Object.keys(headers).some((name) => name.toLowerCase() === 'content-type')
}

/** Sent as text, a service would pass it over or refuse it, and the check would be of that. */
function refuseBrokenJson(body: string, request: string): void {
  const broken = brokenJson(body)
  if (broken === undefined) return
  throw new MisuseError(
    `--request has a body that begins like JSON and is none (${broken}), received '${request}'. Mend it, or name its type with --header 'content-type: text/plain' to send it as it is.`,
  )
}

function headerOf(text: string): readonly [string, string] {
  const [, name, value] = /^([\w-]+):\s*(.*)$/s.exec(text) ?? []
  if (name !== undefined && value !== undefined) return [name, value]
  throw new MisuseError(
    `--header must be a name and its value such as 'Accept: text/html', received ${toldBeginning(text)}.`,
  )
}
