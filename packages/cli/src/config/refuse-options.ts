import { MisuseError } from '@plateau/core'
import { nearestWord } from '@plateau/go/kit'

/** Throws `MisuseError` for names that are not known, all of them at once. */
export function refuseUnknown(
  received: object,
  known: Readonly<Record<string, true>>,
  prefix: string,
): void {
  const unknown = unknownIn(received, known, prefix)
  if (unknown.length > 0) throw new MisuseError(unknown.join('\n'))
}

/** A sentence on each name that is not known. */
export function unknownIn(
  received: object,
  known: Readonly<Record<string, true>>,
  prefix: string,
): readonly string[] {
  const unknown = Object.keys(received).filter((key) => !Object.hasOwn(known, key))
  return unknown.map((name) => {
    const nearest = nearestWord(name, Object.keys(known))
    const advice =
      nearest === undefined
        ? ` Known are ${Object.keys(known).join(', ')}.`
        : ` Did you mean ${nearest}?`
    return `Unknown option ${prefix}${name}.${advice}`
  })
}

/** Throws `MisuseError` for what is there and no positive integer. */
export function refuseUnlessCount<Options extends object>(
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

/** Throws `MisuseError`; `option` is the whole path to it, as it is written in messages. */
export function refuseUnlessOneOf(
  option: string,
  received: unknown,
  allowed: readonly string[],
): void {
  if (received === undefined || allowed.includes(received as string)) return
  throw new MisuseError(
    `${option} must be ${allowed.join(' or ')}, received '${String(received)}'.`,
  )
}
