// JSON schemas of what scripts and assistants read and write, made from the public types and their comments.
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createGenerator, createProgram, DEFAULT_CONFIG } from 'ts-json-schema-generator'
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
const SCHEMAS = {
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
 * The texts of all schemas as they are published, by their files; of one program, whose types take seconds.
 *
 * @returns {Record<string, string>}
 */
export function schemaTexts() {
  const folder = mkdtempSync(join(tmpdir(), 'plateau-schema-'))
  try {
    const files = Object.values(SCHEMAS).map(({ type, from = '', text }) => {
      if (text === undefined) return source(from)
      const path = join(folder, `${type}.ts`)
      writeFileSync(path, text)
      return path
    })
    const tsconfig = join(folder, 'tsconfig.json')
    writeFileSync(tsconfig, JSON.stringify({ compilerOptions: OPTIONS, files }))
    const config = { tsconfig, skipTypeCheck: true, functions: 'hide', topRef: true }
    const tsProgram = createProgram({ ...DEFAULT_CONFIG, ...config })
    return Object.fromEntries(
      Object.entries(SCHEMAS).map(([path, { type, title }]) => {
        const { $schema, ...rest } = createGenerator({ ...config, tsProgram }).createSchema(type)
        return [path, `${JSON.stringify({ $schema, title, ...rest }, null, 2)}\n`]
      }),
    )
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
