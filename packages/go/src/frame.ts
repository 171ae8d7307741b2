/** One line of a Go stack. */
export interface Frame {
  /** With its package path: `github.com/acme/api/cache.(*Store).Put`. */
  readonly function: string
  /** As the compiler recorded it: absolute, or `module@version/file.go` in a binary built with -trimpath. */
  readonly file: string
  readonly line: number
}
