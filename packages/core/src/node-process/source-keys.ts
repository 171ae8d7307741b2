import type { HeapSnapshot } from '../snapshot/heap-snapshot.ts'
import type { SourceWords } from './source-words.ts'

/** What a key is told as that is not of the source, as a slot of a store is. */
const ENTRY = 'entry'

/**
 * The same heap with the keys of objects only where the source names them. An object may serve as a map: then
 * its keys are the user's content, session ids and tokens among them, and a report shall hold none of it.
 */
export function withSourceKeys(snapshot: HeapSnapshot, words: SourceWords): HeapSnapshot {
  const told = new Map<string, string>()

  function keyOf(name: string): string {
    const known = told.get(name)
    if (known !== undefined) return known
    const key = isOfSource(name, words) ? name : ENTRY
    told.set(name, key)
    return key
  }

  return {
    ...snapshot,
    edgeName(edge) {
      const name = snapshot.edgeName(edge)
      const isKey = typeof name === 'string' && snapshot.edgeType(edge) === 'property'
      return isKey ? keyOf(name) : name
    },
    // The key of a Map, such as the event of a listener, is a node of its own.
    nodeName(node) {
      const name = snapshot.nodeName(node)
      if (snapshot.nodeType(node) !== 'string' || isFile(name)) return name
      return words.isWritten(name) ? name : ENTRY
    },
  }
}

function isOfSource(name: string, words: SourceWords): boolean {
  const description = /^<symbol (.*)>$/.exec(name)?.[1]
  if (description === undefined) return words.isIdentifier(name.replace(/^#/, ''))
  return description
    .split(/[^\w$]+/)
    .filter(Boolean)
    .every((word) => words.isWritten(word))
}

/** Node's record of a module holds its path, by which a module is told. */
function isFile(name: string): boolean {
  return /^(?:file:|\/|[A-Za-z]:\\).*\.[cm]?[jt]sx?$/.test(name)
}
