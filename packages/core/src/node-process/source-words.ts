/** The words of all scripts of a process. */
export interface SourceWords {
  /** Whether a name is written in the source as an identifier, rather than made while it runs. */
  isIdentifier(name: string): boolean
  /** Whether it stands there at all, in quotes too: `Symbol('kClients')`. */
  isWritten(word: string): boolean
}

/** A string that is nothing but one word keeps its quotes: it may be a secret, and is no identifier. */
const WORD = /(['"`]?)([A-Za-z_$\u0080-\uffff][\w$\u0080-\uffff]*)(['"`]?)/g

/** By the texts of the scripts. Comments and longer strings are not told from code: their words are no secrets of a heap. */
export function listWords(texts: Iterable<string>): SourceWords {
  const identifiers = new Set<string>()
  const quoted = new Set<string>()
  for (const text of texts) {
    for (const [, before, word = '', after] of text.matchAll(WORD)) {
      const isQuoted = before !== '' && before === after
      ;(isQuoted ? quoted : identifiers).add(word)
    }
  }
  return {
    isIdentifier: (name) => identifiers.has(name),
    isWritten: (word) => identifiers.has(word) || quoted.has(word),
  }
}
