// Tests are written once, for Vitest; here they are told in the words and modules of others. Lines are left out, none is broken.

const IN_JEST = [
  // What it offers is global.
  [/^import .* from 'vitest'\n/gm, ''],
  [/\bvi\.setConfig\(\{ testTimeout: (\d+) \}\)/g, 'jest.setTimeout($1)'],
  [/\bvi\./g, 'jest.'],
  [/Vitest's/g, "Jest's"],
  [/@plateau\/vitest\b/g, '@plateau/jest'],
  // The time of a test stands behind its body.
  [/^(test\(.*), \{ timeout: ([\d_]+) \}(, .*\n(?: {2}.*\n)*)\}\)$/gm, '$1$3}, $2)'],
]

/**
 * A test in the words of `runner`: `vitest` or `jest`. What only one of them has stands between the lines
 * `// only in vitest:` (or `jest`) and `// in both:`, which are left out.
 */
export function inWordsOf(runner, source) {
  const own = source
    .split(/^(?= *\/\/ (?:only in \w+|in both):\n)/m)
    .filter((part) => [runner, undefined].includes(/^ *\/\/ only in (\w+):/.exec(part)?.[1]))
    .map((part) => part.replace(/^ *\/\/ (only in \w+|in both):\n/, ''))
    .join('')
  if (runner !== 'jest') return own
  return IN_JEST.reduce((text, [words, others]) => text.replace(words, others), own)
}

/** A module's imports and exports in CommonJS. */
export function asCommonJs(source) {
  const exported = [...source.matchAll(/^export (?:async )?function (\w+)/gm)].map(
    ([, name]) => name,
  )
  const body = source
    .replace(/^import (.*) from ('.*')$/gm, (_, names, from) => {
      const bound = names.replace('* as ', '').replaceAll(' as ', ': ')
      return `const ${bound} = require(${from})`
    })
    .replace(/^import ('.*')$/gm, 'require($1)')
    .replace(/^export /gm, '')
  return exported.length > 0 ? `${body}\nmodule.exports = { ${exported.join(', ')} }\n` : body
}
