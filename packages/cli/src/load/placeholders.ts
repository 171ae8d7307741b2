/** Says what stands for a name in one iteration. */
export type Values = (name: string) => unknown

/** Where a text goes: what is put into it must not break it. */
export type TextKind = 'path' | 'json' | 'form' | 'text'

export interface Template {
  readonly names: readonly string[]
  fill(values: Values): string
}

/** `{name}`; in double braces it is left as `{name}`. */
const PLACEHOLDER = /\{\{([A-Za-z_][\w.-]*)\}\}|\{([A-Za-z_][\w.-]*)\}/g

/** Reads a text once, so that each iteration only joins its parts. Names that are not known stay as they are. */
export function templateOf(
  text: string,
  kind: TextKind,
  isKnown: (name: string) => boolean,
): Template {
  const parts: (string | ((values: Values) => string))[] = []
  const names: string[] = []
  let from = 0
  for (const { 0: whole, 1: literal, 2: name, index } of text.matchAll(PLACEHOLDER)) {
    if (name !== undefined && !isKnown(name)) continue
    parts.push(text.slice(from, index))
    from = index + whole.length
    if (name === undefined) {
      parts.push(`{${literal}}`)
      continue
    }
    names.push(name)
    const write = kind === 'json' && !isInString(text.slice(0, index)) ? jsonValue : WRITE[kind]
    parts.push((values) => write(values(name)))
  }
  parts.push(text.slice(from))
  return {
    names,
    fill: (values) =>
      parts.map((part) => (typeof part === 'string' ? part : part(values))).join(''),
  }
}

/** The names in a text, known or not. */
export function namesIn(text: string): readonly string[] {
  return [...text.matchAll(PLACEHOLDER)].flatMap(([, , name]) => name ?? [])
}

const WRITE: Readonly<Record<TextKind, (value: unknown) => string>> = {
  path: (value) => encodeURIComponent(plain(value)),
  form: (value) => encodeURIComponent(plain(value)),
  text: plain,
  json: (value) => JSON.stringify(plain(value)).slice(1, -1),
}

function plain(value: unknown): string {
  return typeof value === 'object' ? JSON.stringify(value) : String(value)
}

/** A table knows texts only: what reads as a number is meant as one. */
function jsonValue(value: unknown): string {
  if (typeof value !== 'string') return JSON.stringify(value ?? null)
  return /^(?:-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null)$/.test(value)
    ? value
    : JSON.stringify(value)
}

function isInString(before: string): boolean {
  return (before.match(/\\.|"/gs) ?? []).filter((one) => one === '"').length % 2 === 1
}
