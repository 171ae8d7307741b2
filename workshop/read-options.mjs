// How every command reads its options, tells them, and refuses what it does not know.
import { parseArgs } from 'node:util'

/**
 * The options given to `npm run measure -- COMMAND`, and `misuse`, which ends with 2 and the usage. What an
 * option may be stands with it:
 *
 *   { text, value: 'PATH' }         a text; a flag has no `value`
 *   { default: 5, least: 1 }        a whole number, at least that
 *   { default: 10, above: 0 }       a number above that
 *   { oneOf: ['a', 'b'] }           one of these
 *   { isRepeated: true }            may be repeated, and is a list
 *
 * `rows` is what one row of `--json FILE` stands for; without it there is no such option.
 */
export function readOptions(command, { options, rows, notes }) {
  const known = {
    ...options,
    ...(rows && { json: { value: 'FILE', text: rows } }),
    help: { text: 'tells this' },
  }
  const usage = usageOf(command, known, notes)
  const misuse = (message) => {
    console.error(`${message}\n\n${usage}`)
    process.exit(2)
  }
  const given = parse(known, misuse)
  if (given.help) {
    console.log(usage)
    process.exit(0)
  }
  const read = Object.entries(known).map(([name, option]) => [
    name,
    readValue({ name, option, given: given[name], misuse }),
  ])
  return { options: Object.fromEntries(read), misuse }
}

function parse(known, misuse) {
  const options = Object.fromEntries(
    Object.entries(known).map(([name, { value, isRepeated = false }]) => [
      name,
      { type: value ? 'string' : 'boolean', multiple: isRepeated },
    ]),
  )
  try {
    return parseArgs({ options }).values
  } catch (error) {
    return misuse(error.message)
  }
}

function readValue({ name, option, given, misuse }) {
  const { isRepeated, value } = option
  if (given === undefined) return option.default ?? (isRepeated ? [] : value ? undefined : false)
  const read = (text) => single({ name, option, text, misuse })
  return isRepeated ? given.map(read) : value ? read(given) : given
}

function single({ name, option: { oneOf, least, above }, text, misuse }) {
  if (oneOf && !oneOf.includes(text))
    misuse(`--${name} must be one of ${oneOf.join(', ')}, received ${text}.`)
  if (least === undefined && above === undefined) return text
  const number = text.trim() === '' ? Number.NaN : Number(text)
  if (least !== undefined && !(Number.isSafeInteger(number) && number >= least))
    misuse(`--${name} must be an integer from ${least} on, received ${text}.`)
  if (above !== undefined && !(number > above))
    misuse(`--${name} must be a number above ${above}, received ${text}.`)
  return number
}

function usageOf(command, known, notes) {
  const lines = Object.entries(known).map(([name, option]) => ({
    head: `--${name}${option.value ? ` ${option.value}` : ''}`,
    text: textOf(option),
  }))
  const widest = Math.max(...lines.map(({ head }) => head.length))
  return [
    `npm run measure -- ${command} [options]`,
    '',
    ...lines.map(({ head, text }) => `  ${head.padEnd(widest)}  ${text}`),
    ...(notes ? ['', notes] : []),
  ].join('\n')
}

function textOf({ text, oneOf, isRepeated, default: usual }) {
  const choices = oneOf ? [oneOf.join(', ')] : []
  const tail = [
    ...(isRepeated ? ['may be repeated'] : []),
    ...(usual === undefined || usual === ''
      ? []
      : [`default ${isRepeated ? shown(usual, oneOf) : usual}`]),
  ].join('; ')
  return [[text, ...choices].filter(Boolean).join(': '), tail && `(${tail})`]
    .filter(Boolean)
    .join('  ')
}

function shown(usual, oneOf) {
  return oneOf && usual.length === oneOf.length ? 'all' : usual.join(', ')
}
