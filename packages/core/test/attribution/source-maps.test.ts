import { mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { listSources, type ProcessSources } from '../../src/attribution/source-positions.ts'
import { type InspectorSession, openInspectorSession } from '../../src/engine/inspector-session.ts'

// As Node loads it: Vitest would map it by itself.
const require = createRequire(import.meta.url)

const FOLDER = realpathSync(mkdtempSync(join(tmpdir(), 'plateau-source-maps-')))

/** The first line of the script is the fifth of the source. */
const MAP = { version: 3, sources: ['source.ts'], names: [], mappings: 'AAIA' }
const SECTIONS = { version: 3, sections: [{ offset: { line: 0, column: 0 }, map: MAP }] }

const base64 = (map: object) =>
  `data:application/json;base64,${Buffer.from(JSON.stringify(map)).toString('base64')}`

/** What a script names as its map, and what stands in the file if it names one. */
const KINDS: Readonly<Record<string, { readonly named: string; readonly file?: string }>> = {
  inline: { named: base64(MAP) },
  percent: { named: `data:application/json,${encodeURIComponent(JSON.stringify(MAP))}` },
  beside: { named: 'beside.map', file: JSON.stringify(MAP) },
  indexed: { named: base64(SECTIONS) },
  rooted: { named: base64({ ...MAP, sourceRoot: FOLDER }) },
  missing: { named: 'missing.map' },
  broken: { named: 'broken.map', file: '{"version":3,' },
  'no-object': { named: 'no-object.map', file: 'null' },
  older: { named: base64({ ...MAP, version: 2 }) },
  newer: { named: base64({ ...MAP, version: 4 }) },
  'beyond-the-end': { named: base64({ ...MAP, mappings: 'AAyCA' }) },
  'no-such-source': { named: base64({ ...MAP, sources: ['other.ts'] }) },
  elsewhere: { named: 'https://example.org/elsewhere.map' },
}

let session: InspectorSession
let sources: ProcessSources

beforeAll(() => {
  writeFileSync(join(FOLDER, 'source.ts'), 'one\n'.repeat(10))
  for (const [name, { named, file }] of Object.entries(KINDS)) {
    if (file !== undefined) writeFileSync(join(FOLDER, named), file)
    const script = join(FOLDER, `${name}.cjs`)
    writeFileSync(script, `exports.at = 1\n//# sourceMappingURL=${named}\n`)
    require(script)
  }
  session = openInspectorSession()
  sources = listSources(session)
})

afterAll(() => {
  session.close()
  rmSync(FOLDER, { recursive: true, force: true })
})

function toldOf(name: string): string {
  const scriptId = sources.scriptIdOf(join(FOLDER, `${name}.cjs`)) ?? -1
  const { file, line } = sources.positionOf({ scriptId, line: 0, column: 0 })
  return `${file.slice(FOLDER.length + 1)}:${line}`
}

test.each(['inline', 'percent', 'beside', 'indexed', 'rooted'])(
  'a position is told in the source by a map that is %s',
  (name) => {
    expect(toldOf(name)).toBe('source.ts:5')
  },
)

test.each([
  'missing',
  'broken',
  'no-object',
  'older',
  'newer',
  'beyond-the-end',
  'no-such-source',
  'elsewhere',
])('a map that is %s is as good as none: the script’s own position is told', (name) => {
  expect(toldOf(name)).toBe(`${name}.cjs:1`)
})
