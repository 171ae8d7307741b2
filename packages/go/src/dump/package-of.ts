/** Whose code a function or variable of Go is. */
export type Origin = 'project' | 'standard' | 'runtime'

/** First elements of import paths of the standard library, to Go 1.27; modules that users fetch have a dot there. */
const STANDARD = new Set(
  `archive bufio bytes cmp compress container context crypto database debug embed encoding errors
  expvar flag fmt go hash html image index internal io iter log maps math mime net os path plugin
  reflect regexp runtime slices sort strconv strings structs sync syscall testing text time unicode
  unique unsafe vendor weak`.split(/\s+/),
)

/** Dependencies count as the project's: their variables are what a user can clear. */
export function originOf(symbol: string): Origin {
  const path = importPathOf(symbol)
  if (/^(internal\/)?runtime(\/(?!pprof|trace|debug)|$)/.test(path)) return 'runtime'
  return STANDARD.has(path.split('/')[0] as string) ? 'standard' : 'project'
}

/** `github.com/acme/api/cache` of `github.com/acme/api/cache.(*Store).Put`. */
export function importPathOf(symbol: string): string {
  // A generic name holds paths of its arguments.
  const name = symbol.replace(/[[(].*$/s, '')
  const dot = name.indexOf('.', name.lastIndexOf('/') + 1)
  return dot === -1 ? name : name.slice(0, dot)
}
