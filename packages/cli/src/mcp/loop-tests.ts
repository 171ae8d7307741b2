import { execFile } from 'node:child_process'
import { stripVTControlCharacters } from 'node:util'
import { MisuseError } from '@plateau/core'
import { EXIT } from '@plateau/go/kit'
import { PLATEAU_BIN } from './plateau-bin.ts'

export interface LoopRequest {
  readonly runner: 'vitest' | 'jest' | 'go'
  /** Only tests whose names match. */
  readonly filter?: string | undefined
  /** Only these files; of Go, packages. */
  readonly files: readonly string[]
  /** No test is begun to be looped after it. */
  readonly budget: string
}

const VERDICTS: readonly unknown[] = [EXIT.plateau, EXIT.growth, EXIT.unsettled]

/** Repeats the tests of a project by its own runner, each judged by itself. Rejects with `MisuseError` where none was. */
export function loopTests(
  { runner, filter, files, budget }: LoopRequest,
  { cwd, signal }: { readonly cwd: string; readonly signal: AbortSignal },
): Promise<string> {
  const filters = filter === undefined ? [] : [`--filter=${filter}`]
  const args = [PLATEAU_BIN, 'loop', runner, `--budget=${budget}`, ...filters, ...files]
  return new Promise((resolve, reject) => {
    execFile(process.execPath, args, { cwd, signal, maxBuffer: 2 ** 26 }, (error, out, err) => {
      const code = error === null ? EXIT.plateau : error.code
      if (VERDICTS.includes(code)) return resolve(stripVTControlCharacters(out).trim())
      const lines = stripVTControlCharacters(err).trim().split('\n')
      reject(new MisuseError(lines.slice(-SHOWN_LINES).join('\n') || String(error?.message)))
    })
  })
}

/** Of what a runner says before it gives up, the end tells why. */
const SHOWN_LINES = 20
