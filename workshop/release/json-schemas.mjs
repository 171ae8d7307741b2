// JSON schemas of what scripts and assistants read and write, made from the public types and their comments.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createGenerator } from 'ts-json-schema-generator'
import { root } from '../installed-project.mjs'

/** A JSON file has no functions: what only code can say is left out of the configuration. */
const CONFIG_OF_JSON = `
import type { SoakConfig, SoakLoadConfig, SoakTarget } from '${source('cli/src/config/soak-config.ts')}'
export type SoakConfigFile = Omit<SoakConfig, 'target' | 'load'> & {
  readonly $schema?: string
  readonly target: SoakTarget
  readonly load?: Omit<SoakLoadConfig, 'iteration'>
}
`

const LEDGER = `
import type { KnownLeak } from '${source('core/src/plateau/known-leak.ts')}'
export interface Ledger { readonly $schema?: string; readonly known: readonly KnownLeak[] }
`

/**
 * By the file that each is written to.
 *
 * @type {Record<string, { type: string, title: string, from?: string, text?: string }>}
 */
export const SCHEMAS = {
  'core/schemas/verdict.schema.json': {
    type: 'Verdict',
    from: 'core/src/plateau/verdict.ts',
    title:
      'The verdict of a check: error.verdict, describeVerdict(verdict, "json"), PLATEAU_VERDICTS',
  },
  'cli/schemas/run-record.schema.json': {
    type: 'RunRecord',
    from: 'cli/src/run/run-record.ts',
    title: 'One line of a run file, run.ndjson',
  },
  'cli/schemas/outcome.schema.json': {
    type: 'OutcomeJson',
    from: 'cli/src/command/outcome-json.ts',
    title: 'What plateau soak --json and plateau report --json write',
  },
  'cli/schemas/config.schema.json': {
    type: 'SoakConfigFile',
    text: CONFIG_OF_JSON,
    title: 'plateau.config.json',
  },
  'cli/schemas/ledger.schema.json': {
    type: 'Ledger',
    text: LEDGER,
    title: 'The ledger of known leaks, plateau.known.json',
  },
}

function source(path) {
  return join(root, 'packages', path)
}

/**
 * The text of a schema as it is published.
 *
 * @param {(typeof SCHEMAS)[string]} schema
 */
export function schemaText({ type, from = '', text, title }) {
  const folder = mkdtempSync(join(tmpdir(), 'plateau-schema-'))
  try {
    const path = text === undefined ? source(from) : join(folder, 'types.ts')
    if (text !== undefined) writeFileSync(path, text)
    const tsconfig = join(folder, 'tsconfig.json')
    writeFileSync(tsconfig, JSON.stringify({ compilerOptions: OPTIONS, files: [path] }))
    const generated = createGenerator({
      path,
      type,
      tsconfig,
      skipTypeCheck: true,
      functions: 'hide',
      topRef: true,
    }).createSchema(type)
    const { $schema, ...rest } = generated
    return `${JSON.stringify({ $schema, title, ...rest }, null, 2)}\n`
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

const OPTIONS = {
  target: 'es2022',
  module: 'nodenext',
  strict: true,
  skipLibCheck: true,
  allowImportingTsExtensions: true,
  noEmit: true,
  customConditions: ['source'],
  types: [],
}
