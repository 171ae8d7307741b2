import { parseArgs } from 'node:util'
import { MisuseError } from '@plateau/core'
import { nearestWord } from './nearest-word.ts'

/** One option as it is parsed and as `--help` tells of it. */
export interface OptionSpec {
  /** What stands for its value in the help; a switch has none. */
  readonly value?: string
  readonly help: string
  /** It may be given several times. */
  readonly isRepeatable?: true
  /** Its value may begin with a dash, as what is passed on does. */
  readonly takesDashes?: true
  /** What it means without a value. */
  readonly bare?: string
}

export type CommandOptions = Readonly<Record<string, OptionSpec>>

/** What was given to a command. */
export interface CommandLine {
  /** The values of an option in their order; empty where it was not given. */
  all(option: string): readonly string[]
  /** The value of an option that is given once; undefined where it was not. */
  one(option: string): string | undefined
  has(option: string): boolean
  readonly positionals: readonly string[]
  /** What follows `--`; undefined without it. */
  readonly rest: readonly string[] | undefined
}

/** Throws `MisuseError` for what the command does not know. `command` is its name in messages. */
export function parseCommandLine(
  args: readonly string[],
  command: string,
  options: CommandOptions,
): CommandLine {
  const end = args.indexOf('--')
  const given = new Map<string, string[]>()
  const positionals: string[] = []
  for (const token of tokensOf(end === -1 ? args : args.slice(0, end), options)) {
    if (token.kind === 'positional') positionals.push(token.value)
    if (token.kind !== 'option') continue
    const known = Object.hasOwn(options, token.name) ? options[token.name] : undefined
    if (known === undefined) throw unknownOption(token.rawName, command, options)
    const value = givenValue(token, known)
    const values = given.get(token.name) ?? []
    if (values.length > 0 && known.value !== undefined && !known.isRepeatable) {
      throw new MisuseError(
        `${token.rawName} may be given once, received '${values[0]}' and '${value}'.`,
      )
    }
    given.set(token.name, [...values, value])
  }
  return {
    all: (option) => given.get(option) ?? [],
    one: (option) => given.get(option)?.[0],
    has: (option) => given.has(option),
    positionals,
    rest: end === -1 ? undefined : args.slice(end + 1),
  }
}

function tokensOf(args: readonly string[], options: CommandOptions) {
  return parseArgs({
    args: withBareValues(args, options),
    options: Object.fromEntries(
      Object.entries(options).map(([name, { value }]) => [
        name,
        {
          type: value === undefined ? ('boolean' as const) : ('string' as const),
          ...(name === 'help' && { short: 'h' }),
        },
      ]),
    ),
    strict: false,
    allowPositionals: true,
    tokens: true,
  }).tokens
}

/** `--json` at the end, or before another option, is `--json -`. */
function withBareValues(args: readonly string[], options: CommandOptions): string[] {
  return args.map((arg, at) => {
    const bare = arg.startsWith('--') ? options[arg.slice(2)]?.bare : undefined
    const next = args[at + 1]
    const isBare = next === undefined || (next.startsWith('--') && next.length > 2)
    return bare !== undefined && isBare ? `${arg}=${bare}` : arg
  })
}

function unknownOption(option: string, command: string, options: CommandOptions): MisuseError {
  const nearest = nearestWord(option.replace(/^-+/, ''), Object.keys(options))
  const advice = nearest === undefined ? '' : ` Did you mean --${nearest}?`
  return new MisuseError(
    `Unknown option '${option}' of ${command}.${advice} ${command} --help lists them all.`,
  )
}

interface OptionToken {
  readonly rawName: string
  readonly value?: string | undefined
  readonly inlineValue?: boolean | undefined
}

function givenValue({ rawName, value, inlineValue }: OptionToken, known: OptionSpec): string {
  if (known.value === undefined) {
    if (value === undefined) return ''
    throw new MisuseError(`${rawName} takes no value, received '${value}'.`)
  }
  const isNextOption = !inlineValue && !known.takesDashes && /^--\w/.test(value ?? '')
  if (value !== undefined && value !== '' && !isNextOption) return value
  throw new MisuseError(`${rawName} needs a value: ${rawName} ${known.value}, ${known.help}.`)
}
