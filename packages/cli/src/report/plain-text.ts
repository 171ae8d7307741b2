/**
 * The same with every text in it on one line and without orders. Names of functions, messages and paths may
 * hold anything: escape sequences for terminals, commands for a CI's runner, turned directions of writing,
 * characters that XML forbids.
 */
export function withPlainTexts<T>(held: T): T {
  if (typeof held === 'string') return plainText(held) as T
  if (Array.isArray(held)) {
    return (typeof held[0] === 'number' ? held : held.map(withPlainTexts)) as T
  }
  if (typeof held !== 'object' || held === null) return held
  const members = Object.entries(held).map(([name, member]) => [name, withPlainTexts(member)])
  return Object.fromEntries(members) as T
}

/** Nearly every text there is; a long run has tens of thousands of them. */
const ALREADY_PLAIN = /^(?!::)(?:[^#\P{ASCII}\p{Cc}]|#(?!#))*$/u

function plainText(text: string): string {
  if (ALREADY_PLAIN.test(text)) return text
  const visible = wellFormed(text)
    .replaceAll(ESCAPE_SEQUENCE, '')
    .replaceAll(/[\p{Cc}\p{Zl}\p{Zp}\ufffe\uffff]+/gu, ' ')
    .replaceAll(/[\u200b\u200e\u200f\u202a-\u202e\u2066-\u2069]/g, '')
    .trim()
  // GitHub's runner takes commands from whatever a step prints, as ::name:: where a line begins or ##[name].
  return visible.replace(/^::/, ': :').replaceAll('##[', '# #[')
}

/** CSI and OSC sequences of ECMA-48: colours, cursor movements, titles and links. */
const ESCAPE_SEQUENCE =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what must go.
  /(?:\u001b\[|\u009b)[0-?]*[ -/]*[@-~]|\u001b\][^\u0007\u001b]*(?:\u0007|\u001b\\)/g

/** Half a surrogate pair is no character: it becomes U+FFFD. */
function wellFormed(text: string): string {
  return Buffer.from(text).toString()
}
