import { MisuseError } from '@plateau/core'
import { type CommandLine, type CommandOptions, parseCommandLine } from '@plateau/go/kit'

/** Our own options, and what is the runner's: the rest in its order. */
export interface LoopLine {
  readonly own: CommandLine
  readonly rest: readonly string[]
}

/** The runner's options are its own, so what is not known here is passed on and never refused. */
export function splitArgs(args: readonly string[], options: CommandOptions): LoopLine {
  const own: string[] = []
  const rest: string[] = []
  for (let at = 0; at < args.length; at++) {
    const arg = args[at] as string
    const [name = '', inline] = arg.startsWith('--') ? arg.slice(2).split(/=(.*)/s) : []
    const known = Object.hasOwn(options, name) ? options[name] : undefined
    if (known === undefined) {
      rest.push(arg)
      continue
    }
    own.push(arg)
    const next = args[at + 1]
    if (known.value === undefined || inline !== undefined || next === undefined) continue
    if (known.bare !== undefined && next.startsWith('--')) continue
    own.push(next)
    at++
  }
  return { own: parseCommandLine(own, 'plateau loop', options), rest }
}

/** `10m`, `90s`, `1h` in milliseconds; undefined where it was not given. */
export function budgetMs(text: string | undefined): number | undefined {
  if (text === undefined) return undefined
  const [, count, unit] = /^(\d+(?:\.\d+)?)(ms|s|m|h)$/.exec(text) ?? []
  if (count === undefined || unit === undefined) {
    throw new MisuseError(`--budget must be a time such as 90s, 10m or 1h, received '${text}'.`)
  }
  return Number(count) * (UNITS[unit] as number)
}

const UNITS: Readonly<Record<string, number>> = { ms: 1, s: 1000, m: 60_000, h: 3_600_000 }
