import type { Frame } from '../frame.ts'

/** One line of Go that calls C. */
export interface CgoCall {
  /** `malloc` of `C.malloc(…)`. */
  readonly name: string
  readonly frame: Frame
  /** 'perhaps' where its result is kept in a variable. */
  readonly allocates: 'certainly' | 'perhaps' | 'no'
  /** Its result is given back by the same function. */
  readonly isReleased: boolean
}

/** Functions of C, and cgo's own, whose result must be freed. */
const ALLOCATES =
  /^(?:malloc|calloc|realloc|strdup|strndup|aligned_alloc|posix_memalign|CString|CBytes)$/

const RELEASES = /free|release|destroy|delete|close|unref|cleanup|fini/i

/** Conversions to types of C and from its strings look like calls. */
const CONVERTS =
  /^(?:u?(?:char|short|int|long|longlong)|[us]char|schar|float|double|size_t|ssize_t|bool|_Bool|uintptr_t|intptr_t|u?int\d+_t|struct_\w+|enum_\w+|sizeof_\w+|GoString|GoStringN|GoBytes)$/

const IMPORT = /^\s*(?:import\s+)?"C"\s*$/m

/** The calls of C in one Go file, which is read as text; empty where it does not import "C". */
export function cgoCallsIn(file: string, source: string): readonly CgoCall[] {
  if (!IMPORT.test(source)) return []
  const packageName = /^package (\w+)/m.exec(source)?.[1] ?? ''
  const lines = withoutComments(source).split('\n')
  const allocating = allocatorsIn(source)
  return lines.flatMap((text, at) => {
    const start = functionStart(lines, at)
    const body = lines.slice(start, functionEnd(lines, at)).join('\n')
    const functionName = `${packageName}.${nameOf(lines[start] ?? '')}`
    return [...text.matchAll(/\bC\.(\w+)\(/g)].flatMap(({ 1: name = '', index }) => {
      if (CONVERTS.test(name)) return []
      const variable = keptIn(text.slice(0, index))
      return [
        {
          name,
          frame: { function: functionName, file, line: at + 1 },
          allocates: allocating.has(name) ? 'certainly' : allocates(name, variable),
          isReleased: variable !== undefined && isReleased(body, variable),
        },
      ]
    })
  })
}

/** Functions that the C source above the import defines, and that take memory without giving any back. */
function allocatorsIn(source: string): ReadonlySet<string> {
  const c = source.slice(0, source.search(IMPORT)).replaceAll(/^[ \t]*\/\/ ?/gm, '')
  const heads = [...c.matchAll(/\b(?!(?:if|for|while|switch)\b)(\w+)\s*\([^(){};]*\)\s*\{/g)]
  const found = heads.filter(({ index }, at) => {
    const body = c.slice(index, heads[at + 1]?.index)
    return TAKES.test(body) && !/\bfree\s*\(/.test(body)
  })
  return new Set(found.map(([, name = '']) => name))
}

const TAKES = /\b(?:malloc|calloc|realloc|strn?dup|aligned_alloc|posix_memalign|mmap)\s*\(/

/** The variable of `p := (*C.char)(`; undefined where the result is a number, or is not kept. */
function keptIn(before: string): string | undefined {
  if (/\b(?:u?int\d*|float\d+|bool|string|len|GoString|GoStringN|GoBytes)\($/.test(before))
    return undefined
  return /(\w+)(?:\s*,\s*\w+)?\s*(?::=|(?<![=!<>:])=(?!=))[^=]*$/.exec(before)?.[1]
}

/** Blanked, so that lines keep their numbers: the C source itself is a comment. */
function withoutComments(source: string): string {
  return source.replaceAll(/\/\*[\s\S]*?\*\/|\/\/.*/g, (comment) =>
    comment.replaceAll(/[^\n]/g, ' '),
  )
}

function allocates(name: string, variable: string | undefined): CgoCall['allocates'] {
  if (ALLOCATES.test(name)) return 'certainly'
  return variable === undefined || RELEASES.test(name) ? 'no' : 'perhaps'
}

function isReleased(body: string, variable: string): boolean {
  const releases = body.matchAll(/\bC\.(\w+)\(([^\n]*)/g)
  const word = new RegExp(`\\b${variable}\\b`)
  return [...releases].some(([, name = '', rest = '']) => RELEASES.test(name) && word.test(rest))
}

function functionStart(lines: readonly string[], at: number): number {
  return Math.max(
    0,
    lines.slice(0, at + 1).findLastIndex((text) => text.startsWith('func ')),
  )
}

function functionEnd(lines: readonly string[], at: number): number {
  const end = lines.slice(at).findIndex((text) => text.startsWith('}'))
  return end === -1 ? lines.length : at + end
}

/** `(*Store).Put` of `func (s *Store) Put(key string) {`. */
function nameOf(line: string): string {
  const [, receiver, name = ''] = /^func (?:\(\w*\s*(\*?\w+)[^)]*\) )?(\w+)/.exec(line) ?? []
  if (receiver === undefined) return name
  return receiver.startsWith('*') ? `(${receiver}).${name}` : `${receiver}.${name}`
}
