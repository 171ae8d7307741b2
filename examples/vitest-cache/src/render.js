const LIMIT = 100

/** The leak: one entry per distinct template, for ever. */
const everything = new Map()

export function renderLeaky(template) {
  if (!everything.has(template)) everything.set(template, compile(template))
  return everything.get(template)
}

/** The fix: the oldest entry goes when the limit is reached. */
const recent = new Map()

export function render(template) {
  const known = recent.get(template)
  if (known) return known
  if (recent.size === LIMIT) recent.delete(recent.keys().next().value)
  const compiled = compile(template)
  recent.set(template, compiled)
  return compiled
}

function compile(template) {
  return { parts: template.split('{}') }
}
