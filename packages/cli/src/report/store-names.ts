/** As a census tells stores of one kind apart: `Map #41 of number to Object`. */
const NUMBERED = /\b([A-Z]\w*) #(\d+)\b/g

/** The same with the numbers of stores left out of its texts, where they tell none apart: to a reader they mean nothing. */
export function withoutLoneNumbers<T>(held: T): T {
  const numbers = new Map<string, Set<string>>()
  eachText(held, (text) => {
    for (const [, kind = '', number = ''] of text.matchAll(NUMBERED)) {
      numbers.set(kind, (numbers.get(kind) ?? new Set()).add(number))
    }
    return text
  })
  if (numbers.size === 0) return held
  return eachText(held, (text) =>
    text.replace(NUMBERED, (whole, kind: string) => (numbers.get(kind)?.size === 1 ? kind : whole)),
  )
}

function eachText<T>(held: T, change: (text: string) => string): T {
  if (typeof held === 'string') return change(held) as T
  if (Array.isArray(held)) {
    return (typeof held[0] === 'number' ? held : held.map((one) => eachText(one, change))) as T
  }
  if (typeof held !== 'object' || held === null) return held
  const members = Object.entries(held).map(([name, member]) => [name, eachText(member, change)])
  return Object.fromEntries(members) as T
}
