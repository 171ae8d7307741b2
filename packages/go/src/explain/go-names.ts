/** `github.com/acme/api` of `github.com/acme/api.(*Store[...]).Put`; dots that Go escapes are given back. */
export function packageOf(functionName: string): string {
  const name = withoutTypeArguments(functionName)
  const lastSlash = name.lastIndexOf('/')
  const dot = name.indexOf('.', lastSlash + 1)
  return unescaped(dot === -1 ? name : name.slice(0, dot))
}

/** As a person reads it: type arguments as `[...]`, which is how goroutine dumps have them. */
export function shownFunction(functionName: string): string {
  return unescaped(withoutTypeArguments(functionName))
}

/** Profiles have `Keep[go.shape.string,int]` where goroutine dumps have `Keep[...]`. */
function withoutTypeArguments(name: string): string {
  if (!name.includes('[')) return name
  let depth = 0
  let kept = ''
  for (const char of name) {
    if (char === ']') depth--
    if (depth === 0) kept += char === '[' ? '[...' : char
    if (char === '[') depth++
  }
  return kept
}

/** Go writes the dots of a package's last element as `%2e`. */
function unescaped(name: string): string {
  return name.replaceAll(/%([0-9a-f]{2})/g, (_, hex: string) =>
    String.fromCharCode(Number.parseInt(hex, 16)),
  )
}
