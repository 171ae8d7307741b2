/**
 * V8 12, which is Node 22, ends the whole process where the condition of a breakpoint is evaluated in the initializer of a
 * class's fields ("Check failed: IsStringSet(*block_list)", seen on 22.23.3; not on Node 20, 24 and 26). There, none is
 * put into one: what a field allocates is told by its function alone, and places are looked for in known functions only.
 */
export const areFieldsUnsafe: boolean = /^12\./.test(globalThis.process?.versions['v8'] ?? '')

/** By the name that V8 gives it. */
export function isInitializer(functionName: string): boolean {
  return /^<\w+_initializer>$/.test(functionName)
}

/** A constructor that is not written down begins where its class does, as the initializer may. */
export function isImplicitConstructor(source: string): boolean {
  return /^class\b/.test(source)
}

/** Whether what stands on a line before an expression may be the beginning of a field: `#seen = bus`, not `const seen = bus`. */
export function mayBeField(before: string): boolean {
  const statement = before.slice(
    1 + Math.max(...[';', '{', '}'].map((end) => before.lastIndexOf(end))),
  )
  return /^\s*(?:static\s+)?(?:accessor\s+)?(?:#?[\w$]+|\[[^\]]*\]|'[^']*'|"[^"]*")\s*=(?![=>])/.test(
    statement,
  )
}
