/** A call of a function of tests or of blocks at the beginning of a statement, with its title where that is a plain string. */
const CALL =
  /^([ \t]*)(it|test|describe|suite)(?:\.[a-z]\w*)*\s*(?:`|\((?:\s*(['"`])((?:\\.|(?!\3)[^\\])*)\3)?)/gm

/** What a title is filled in with, by a table or by a variable. */
const FILLED_IN = /%[a-z#$]|\$\w|\$\{/i

/**
 * How many tests a file has as they are written: one that is made of a table, or in a loop, counts once. Blocks are told by how
 * far a line is indented. A name that is known only when it runs counts as one that matches.
 */
export function writtenTests(source: string, pattern?: RegExp): number {
  const blocks: { readonly indent: number; readonly title: string | undefined }[] = []
  let count = 0
  for (const [, space = '', kind, quote, text = ''] of source.matchAll(CALL)) {
    const indent = space.length
    while ((blocks.at(-1)?.indent ?? -1) >= indent) blocks.pop()
    const title = quote === undefined || FILLED_IN.test(text) ? undefined : text
    if (kind === 'describe' || kind === 'suite') {
      blocks.push({ indent, title })
      continue
    }
    const titles = [...blocks.map((block) => block.title), title]
    if (titles.includes(undefined) || !pattern || titles.join(' ').search(pattern) !== -1) count++
  }
  return count
}
