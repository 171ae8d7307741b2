/** Functions that run in the page, by the names under which the others there find them. */
export type PageFunctions = Readonly<Record<string, (...args: never[]) => unknown>>

/**
 * The script of a page, from functions as they are. `start` is called with what `given` names in the page, the
 * page's data, and all other functions: it finds those there, for tools that transform modules rewrite what is imported.
 */
export function scriptOf(
  start: (...args: never[]) => void,
  given: 'window' | 'document',
  functions: PageFunctions,
): string {
  const parts = Object.entries(functions)
  const names = parts.map(([key, part]) => `${key}: ${part.name}`).join(', ')
  const texts = [...parts.map(([, part]) => part), start].map(String).join('\n')
  const data = "JSON.parse(document.querySelector('#data').textContent)"
  return `'use strict';\n${texts}\n${start.name}(${given}, ${data}, { ${names} });`
}
