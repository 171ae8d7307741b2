import { MisuseError } from '@plateau/core'
import type { CommandLine } from '@plateau/go/kit'

/** The option as it was given, by the name that the configuration has for it. */
export function text(line: CommandLine, option: string, name: string): Record<string, string> {
  const value = line.one(option)
  return value === undefined ? {} : { [name]: value }
}

/** The same of a positive integer. */
export function count(line: CommandLine, option: string, name: string): Record<string, number> {
  const value = countOf(line, option)
  return value === undefined ? {} : { [name]: value }
}

/** A positive integer, undefined where it was not given. Throws `MisuseError`, naming the option. */
export function countOf(line: CommandLine, option: string): number | undefined {
  const text = line.one(option)
  if (text === undefined) return undefined
  const plain = text.replace(/(?<=\d)[_ ](?=\d{3})/g, '')
  if (/^\d+$/.test(plain) && Number(plain) > 0) return Number(plain)
  throw new MisuseError(`--${option} must be a positive integer, received '${text}'.`)
}
