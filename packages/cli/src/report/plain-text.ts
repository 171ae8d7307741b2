/**
 * Text of others on one line: names of functions, messages and paths may hold anything, escape sequences
 * for terminals and turned directions of writing included.
 */
export function singleLine(text: string): string {
  return multiLine(text).replaceAll(/\s+/g, ' ').trim()
}

/** As `singleLine`, but lines stay lines. What is left is valid in XML, too. */
export function multiLine(text: string): string {
  return (
    wellFormed(text)
      .replaceAll('\r\n', '\n')
      .replaceAll(ESCAPE_SEQUENCE, '')
      // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what must go.
      .replaceAll(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u2028\u2029\ufffe\uffff]/g, ' ')
      .replaceAll(/[\u200b\u200e\u200f\u202a-\u202e\u2066-\u2069]/g, '')
  )
}

/** CSI and OSC sequences of ECMA-48: colours, cursor movements, titles and links. */
const ESCAPE_SEQUENCE =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what must go.
  /(?:\u001b\[|\u009b)[0-?]*[ -/]*[@-~]|\u001b\][^\u0007\u001b]*(?:\u0007|\u001b\\)/g

/** Half a surrogate pair is no character: it becomes U+FFFD. */
function wellFormed(text: string): string {
  return Buffer.from(text).toString()
}
