import { MisuseError, type Target } from '@plateau/core'
import { goTarget } from '../go-target.ts'
import type { CommandIo } from '../kit/command-io.ts'
import { nearestWord } from '../kit/nearest-word.ts'
import { type CommandLine, parseCommandLine } from '../kit/parse-command-line.ts'
import type { GoDriver, GoTargetOptions } from '../options/go-options.ts'
import { environmentOf } from '../session/program-plan.ts'
import { buildProgram } from '../toolchain/build-program.ts'
import { builtUntil } from './build-until.ts'
import { CHECK_OPTIONS } from './command-options.ts'
import { judgeTarget } from './judge-target.ts'
import { binaryOf, environmentOfLine, processorsOf, requestsOf } from './option-values.ts'

/** `plateau-go ./cmd/api --request /orders/1`. Resolves to the exit code. */
export async function checkCommand(args: readonly string[], io: CommandIo): Promise<number> {
  const line = parseCommandLine(args, 'plateau-go', CHECK_OPTIONS)
  const options = targetOptions(line, io)
  return judgeTarget(stoppable(goTarget(options), options, io), line, io)
}

function targetOptions(line: CommandLine, io: CommandIo): GoTargetOptions {
  const place = placeOf(line, io)
  refuseWithoutIteration(line)
  const env = environmentOfLine(line, io.env)
  const processors = processorsOf(line)
  return {
    ...place,
    cwd: io.cwd,
    ...(line.has('request') && { request: requestsOf(line) }),
    ...text(line, 'scenario', 'scenario'),
    ...text(line, 'port-variable', 'port'),
    ...text(line, 'ready', 'ready'),
    ...text(line, 'pprof', 'pprof'),
    ...(line.has('driver') && { driver: line.one('driver') as GoDriver }),
    ...(line.has('arg') && { args: line.all('arg') }),
    ...(Object.keys(env).length > 0 && { env }),
    ...(line.has('build-flag') && { buildFlags: line.all('build-flag') }),
    ...(processors !== undefined && { processors }),
  }
}

function text<Name extends string>(
  line: CommandLine,
  option: string,
  name: Name,
): { readonly [Key in Name]?: string } {
  return line.has(option) ? ({ [name]: line.one(option) } as { [Key in Name]?: string }) : {}
}

/** Where the program is: a package, an executable, or an address. */
function placeOf(line: CommandLine, io: CommandIo): Pick<GoTargetOptions, 'pkg' | 'bin' | 'url'> {
  const { positionals, rest } = line
  const [pkg, extra] = positionals
  if (pkg !== undefined) refuseMisspeltCommand(pkg)
  const surplus = extra ?? rest?.[0]
  if (surplus !== undefined) {
    throw new MisuseError(
      `One package is judged at a time, received '${surplus}' in addition. An argument of the program is given by --arg.`,
    )
  }
  const given = [
    ...(pkg === undefined ? [] : [`the package ${pkg}`]),
    ...['bin', 'url'].filter((name) => line.has(name)).map((name) => `--${name}`),
  ]
  if (given.length !== 1) {
    const found = given.length === 0 ? 'none of them' : given.join(' and ')
    throw new MisuseError(
      `plateau-go needs exactly one of a package such as ./cmd/api, --bin and --url; received ${found}.`,
    )
  }
  const [bin, url] = [binaryOf(line, io), line.one('url')]
  return {
    ...(pkg !== undefined && { pkg }),
    ...(bin !== undefined && { bin }),
    ...(url !== undefined && { url }),
  }
}

const COMMANDS = ['test', 'lines', 'diff']

/** An import path may be a single word, but hardly one so near. */
function refuseMisspeltCommand(pkg: string): void {
  const nearest = /[./\\]/.test(pkg) ? undefined : nearestWord(pkg, COMMANDS)
  if (nearest === undefined) return
  throw new MisuseError(
    `Unknown command '${pkg}'. Did you mean ${nearest}? A package in a folder of that name is ./${pkg}.`,
  )
}

function refuseWithoutIteration(line: CommandLine): void {
  if (line.one('driver') === 'lines') return
  const given = ['request', 'scenario'].filter((name) => line.has(name))
  if (given.length === 1) return
  const found = given.length === 0 ? 'neither' : 'both'
  throw new MisuseError(
    `Say what one iteration is, by --request /path or by --scenario NAME: received ${found}.`,
  )
}

function stoppable(target: Target, options: GoTargetOptions, io: CommandIo): Target {
  const { pkg, driver, buildFlags = [] } = options
  if (pkg === undefined) return target
  const env = environmentOf(options, process.env)
  const agent = driver === undefined || driver === 'auto' || driver === 'agent'
  return builtUntil(target, io.signal, (signal) =>
    buildProgram({ pkg, cwd: io.cwd, env, flags: buildFlags, agent, signal }),
  )
}
