// The planted leaks, each with the truth that stands in its source.
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { root } from '../installed-project.mjs'

const FOLDER = join(root, 'corpus', 'planted')
const HOLDER = /^\/\/ holder: (.+)$/
const MARK = '// <- leaks'

/** `{ id, source, holder, lines }`: a pattern of what is printed as its holder, and the lines that are a right answer. */
export function plantedCases() {
  return readdirSync(FOLDER)
    .filter((file) => file.endsWith('.ts'))
    .map((file) => readCase(file.slice(0, -'.ts'.length)))
}

function readCase(id) {
  const source = readFileSync(join(FOLDER, `${id}.ts`), 'utf8')
  const lines = source.split('\n')
  const [, holder] = HOLDER.exec(lines[0]) ?? []
  const marked = lines.flatMap((line, at) => (line.includes(MARK) ? [lineMarked(line, at)] : []))
  if (!holder || marked.length === 0)
    throw new Error(
      `corpus/planted/${id}.ts needs "// holder: REGEX" as its first line and "${MARK}" somewhere.`,
    )
  return { id, source, holder: new RegExp(holder), lines: marked }
}

/** The formatter puts a mark behind an opening brace on a line of its own: it is of the line above. */
function lineMarked(line, at) {
  return line.trim() === MARK ? at : at + 1
}
