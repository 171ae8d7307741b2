import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import type { PathStep, SourcePosition } from '../plateau/verdict.ts'

/** More lines tell a reader nothing. */
const MOST_LINES = 3

/** A file that is longer is a bundle, where a name stands for many things. */
const MOST_BYTES = 2_000_000

/**
 * The lines of the holding module that store into the last holder which has a name, by what they say: `sessions.set(`,
 * `this.items.push(`, `cache[key] =`, `current =`. Nothing is run again for it, so it is empty where no line says so.
 */
export function linesThatStore(path: readonly PathStep[]): readonly SourcePosition[] {
  const from = path.findLastIndex(({ type }) => type === 'module')
  const file = path[from]?.name
  const text = file === undefined ? undefined : textOf(file)
  if (file === undefined || text === undefined) return []
  const lines = text.split('\n')
  for (const pattern of patternsOf(path.slice(from + 1))) {
    const found = lines.flatMap((line, at) => {
      if (/^\s*(?:\/\/|\*|\/\*)/.test(line)) return []
      const match = pattern.exec(line)
      return match ? [{ file, line: at + 1, column: match.index + 1 }] : []
    })
    if (found.length > 0) return found.slice(0, MOST_LINES)
  }
  return []
}

/** The nearest holder first; of each the words that usually fill it. */
function patternsOf(steps: readonly PathStep[]): readonly RegExp[] {
  const patterns: RegExp[] = []
  for (let at = steps.length - 1; at >= 0; at--) {
    const { name, type } = steps[at] as PathStep
    if (!isName(name)) continue
    const isLast = at === steps.length - 1
    patterns.push(isLast ? assigning(name) : filling(name, type))
  }
  return patterns
}

/** Names of entries, and of links that the engine makes, stand in no source. */
function isName(name: string): boolean {
  return /^#?[A-Za-z_$][\w$]*$/.test(name) && !ENGINE_NAMES.has(name)
}

const ENGINE_NAMES: ReadonlySet<string> = new Set([
  'entry',
  'then',
  'catch',
  'promise',
  'result',
  'reactions',
  'this',
  'target',
  'globalThis',
  'process',
  '_events',
  'listener',
])

function assigning(name: string): RegExp {
  return new RegExp(
    `(?<![\\w$])${escaped(name)}\\s*(?:\\?\\?|\\|\\||&&)?=(?!=|>)\\s*(?!null\\b|undefined\\b|new (?:Map|Set|WeakMap)\\b)`,
  )
}

const FILLERS: Readonly<Record<string, string>> = {
  Map: '\\??\\.set\\(',
  Set: '\\??\\.add\\(',
  Array: '(?:\\??\\.(?:push|unshift|splice|fill)\\(|\\[[^\\]]*\\]\\s*=(?!=))',
  Promise: '\\??\\.(?:then|catch|finally)\\(',
  AbortSignal: '\\??\\.addEventListener\\(',
  EventTarget: '\\??\\.addEventListener\\(',
}

const ANY_FILLER =
  '(?:\\??\\.(?:on|once|addListener|prependListener|addEventListener|subscribe|set|add|push|unshift|register|enqueue)\\(|\\[[^\\]]*\\]\\s*=(?!=)|\\.\\w+\\s*=(?!=))'

function filling(name: string, type: string): RegExp {
  return new RegExp(`(?<![\\w$])${escaped(name)}${FILLERS[type] ?? ANY_FILLER}`)
}

function escaped(name: string): string {
  return name.replace(/[$]/g, '\\$&')
}

function textOf(file: string): string | undefined {
  try {
    const text = readFileSync(resolve(file), 'utf8')
    return text.length > MOST_BYTES ? undefined : text
  } catch {
    return undefined
  }
}
