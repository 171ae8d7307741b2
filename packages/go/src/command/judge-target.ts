import { closeSync, openSync, writeFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { checkLeak, describeVerdict, MisuseError, type Target, type Verdict } from '@plateau/core'
import type { CommandIo } from '../kit/command-io.ts'
import { EXIT, exitCodeOfSignal } from '../kit/exit-code.ts'
import type { CommandLine } from '../kit/parse-command-line.ts'
import { inCommandWords } from './command-words.ts'
import { leakOptionsOf } from './option-values.ts'
import { watchTarget } from './watched-target.ts'

/**
 * Checks the target and tells the verdict as the command line asks for it; resolves to the exit code.
 * Rejects with what the check rejects with, unless it was interrupted.
 */
export async function judgeTarget(
  target: Target,
  line: CommandLine,
  io: CommandIo,
): Promise<number> {
  const options = { ...leakOptionsOf(line), signal: io.signal }
  const json = line.one('json')
  const file = json === undefined || json === '-' ? undefined : resolve(io.cwd, json)
  // Before anything is built: a verdict of minutes must not be lost, nor that of another run be taken for it.
  if (file !== undefined) emptyFile(file)
  const watched = watchTarget(target)
  try {
    const verdict = await checkLeak(watched.target, options)
    if (file !== undefined) writeFileSync(file, `${describeVerdict(verdict, 'json')}\n`)
    if (json === '-') io.stdout.write(`${describeVerdict(verdict, 'json')}\n`)
    else if (!(line.has('quiet') && verdict.kind === 'plateau')) io.stdout.write(textOf(verdict))
    return EXIT[verdict.kind]
  } catch (error) {
    if (!io.signal.aborted) throw error
    io.stderr.write(`Interrupted by ${io.signal.reason}. ${inCommandWords(watched.seen())}\n`)
    return exitCodeOfSignal(io.signal.reason)
  }
}

function emptyFile(file: string): void {
  try {
    closeSync(openSync(file, 'w'))
  } catch (error) {
    throw new MisuseError(`--json cannot be written: ${(error as Error).message}.`)
  }
}

function textOf(verdict: Verdict): string {
  return `${inCommandWords(describeVerdict(verdict))}\n`
}
