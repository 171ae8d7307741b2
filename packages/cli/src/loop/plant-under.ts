import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { MisuseError } from '@plateau/core'
import { DEFAULT_TERMS, readRows, SELF_TEST } from '@plateau/core/loop'
import type { CommandIo } from '@plateau/go/kit'
import { type Runner, runSuite } from './run-suite.ts'

/** Whether the leaks that were planted under a runner were all found, and what is told of it. */
export interface Planted {
  readonly isFound: boolean
  readonly told: string
}

/** One clean test, beside the configuration whose pool and transformer are in question. */
const FILES: Readonly<Record<Runner, { readonly name: string; readonly source: string }>> = {
  vitest: {
    name: 'plateau-doctor.test.js',
    source: "import { test } from 'vitest'\ntest('is clean', () => {})\n",
  },
  // A .js of a package of modules could not be loaded without a flag.
  jest: { name: 'plateau-doctor.test.cjs', source: "test('is clean', () => {})\n" },
}

/** Has a runner run one clean test by the project's own configuration, and plant leaks beside it. */
export async function plantUnder(runner: Runner, io: CommandIo): Promise<Planted> {
  const { name, source } = FILES[runner]
  const only = join(io.cwd, name)
  if (existsSync(only)) {
    throw new MisuseError(`${only} exists: remove it, for plateau doctor makes one of that name.`)
  }
  const folder = mkdtempSync(join(tmpdir(), 'plateau-doctor-'))
  const rows = join(folder, 'rows.ndjson')
  const said: string[] = []
  const stderr = { write: (text: string) => said.push(text) > 0 } as CommandIo['stderr']
  try {
    writeFileSync(only, source)
    const environment = { rows, cwd: io.cwd, terms: DEFAULT_TERMS, only }
    await runSuite(runner, [], { io: { ...io, stderr }, environment })
    const row = readRows(rows).find(({ id }) => id === SELF_TEST)
    if (row) return { isFound: row.kind === 'plateau', told: row.reason ?? '' }
    return { isFound: false, told: `${runner} did not run ${name}: ${lastLineOf(said.join(''))}` }
  } finally {
    rmSync(only, { force: true })
    rmSync(folder, { recursive: true, force: true })
  }
}

function lastLineOf(said: string): string {
  return said.trim().split('\n').at(-1) ?? ''
}
