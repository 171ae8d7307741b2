/** An expression to whose value an entry is added, and where a debugger stops before that. */
export interface StoreExpression {
  /** From 0, as the engine counts. */
  readonly line: number
  /** V8 stops between these columns. */
  readonly column: number
  readonly lastColumn: number
  /** Without calls: to evaluate it once more at this place changes nothing. */
  readonly text: string
  /** What it is a property of; undefined of a variable. */
  readonly owner: string | undefined
  readonly name: string
  /** The text that is given first, as an event of listeners is. */
  readonly event?: string
}

const CHAIN = String.raw`(?<![\w$.#])(?:this|[A-Za-z_$][\w$]*)(?:\??\.#?[A-Za-z_$][\w$]*)*?`

/** `orders.set(`, `this.#seen?.add(`, `signal.addEventListener(`: V8 stops at the name of the method. */
const CALL = new RegExp(
  String.raw`(?<store>${CHAIN})(?<before>\s*\??\.\s*)(?:add|addEventListener|addListener|append|on|once|prependListener|push|set|splice|unshift)\s*\((?:(?<quote>['\"])(?<event>[\w:.-]+)\k<quote>)?`,
  'g',
)

/** `counts[id] = `, `counts[id] ??= `: V8 stops at one of the names. */
const ASSIGNMENT = new RegExp(
  String.raw`(?<store>${CHAIN})\[[^\]]+\]\s*(?:\?\?|\|\||&&)?=(?![=>])`,
  'g',
)

/** All expressions of a source that look as if something was added to them; who evaluates them learns whether it was. */
export function storeExpressions(source: string): readonly StoreExpression[] {
  return source.split('\n').flatMap((text, line) => [
    ...[...text.matchAll(CALL)].map((match) => {
      const { store = '', before = '', event } = match.groups ?? {}
      const column = match.index + store.length + before.length
      const expression = expressed(store, { line, column, lastColumn: column })
      return event === undefined ? expression : { ...expression, event }
    }),
    ...[...text.matchAll(ASSIGNMENT)].map((match) => {
      const { store = '' } = match.groups ?? {}
      const column = match.index
      return expressed(store, { line, column, lastColumn: column + store.length })
    }),
  ])
}

function expressed(
  text: string,
  where: Pick<StoreExpression, 'line' | 'column' | 'lastColumn'>,
): StoreExpression {
  const [, owner, name = text] = /^(.*?)\??\.(#?[\w$]+)$/.exec(text) ?? []
  return { ...where, text, owner, name }
}

/** Whether V8 stops there for it. */
export function isAt(
  { line, column, lastColumn }: Pick<StoreExpression, 'line' | 'column' | 'lastColumn'>,
  place: { readonly line: number; readonly column: number },
): boolean {
  return place.line === line && place.column >= column && place.column <= lastColumn
}
