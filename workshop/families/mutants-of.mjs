// The changes that `npm run measure -- mutations` tries in one file.
import { stripTypeScriptTypes } from 'node:module'

/** A number on its own: not in a name, no key such as `Z[95]`, not in a text, no 1 of a fraction. */
const NUMBER = /(?<![\w.$'`[]|e-)(?!1 \/ \d)\d[\d_]*(?:\.\d+)?(?![\w.'`])/g
const COMPARISON = /(?<= )(<=|>=|<|>)(?= )/g
const TWIN = { '<': '<=', '<=': '<', '>': '>=', '>=': '>' }

/** Half, twice, and one more or less: of every number that decides; and `<` for `<=` in every comparison. */
export function mutantsOf(source) {
  // Types become blanks, so that places stay.
  const code = withoutTexts(stripTypeScriptTypes(source))
  const changes = []
  for (const { 0: from, index } of code.matchAll(NUMBER)) {
    if (!isDeciding(code, index, from)) continue
    for (const to of numbersNear(from, code.slice(0, index))) changes.push({ from, index, to })
  }
  for (const { 0: from, index } of code.matchAll(COMPARISON))
    changes.push({ from, index, to: TWIN[from] })
  return changes.map(({ from, index, to }) => ({
    start: index,
    end: index + from.length,
    line: source.slice(0, index).split('\n').length,
    text: source.split('\n')[source.slice(0, index).split('\n').length - 1].trim(),
    from,
    to: String(to),
  }))
}

function numbersNear(text, before) {
  const number = Number(text.replaceAll('_', ''))
  // The denominator of a fraction counts nothing.
  const isCount = Number.isInteger(number) && !/\b1 \/ $/.test(before)
  const near = isCount
    ? [Math.floor(number / 2), number * 2, number - 1, number + 1]
    : [number / 2, number * 2]
  return [...new Set(near)].filter((other) => other !== number && other >= 0)
}

/** Zero and one begin and count; they decide in a comparison, or where a constant has a name. */
function isDeciding(code, index, number) {
  if (/^(?:export )?const [A-Z][A-Z_\d]* /.test(statementAt(code, index))) return true
  if (number !== '0' && number !== '1') return true
  const before = code.slice(0, index).trimEnd()
  return /(?:[<>]=?)$/.test(before)
}

function statementAt(code, index) {
  const start = code.lastIndexOf('\nconst ', index) + 1
  const exported = code.lastIndexOf('\nexport const ', index) + 1
  const statement = code.slice(Math.max(start, exported), index)
  return /\n\n|\n\}|\nfunction/.test(statement) ? '' : statement
}

/** Comments and texts blanked out. */
function withoutTexts(code) {
  return code.replace(/\/\*[\s\S]*?\*\/|\/\/[^\n]*|'[^'\n]*'|`[^`]*`/g, (text) =>
    text.replace(/[^\n]/g, ' '),
  )
}
