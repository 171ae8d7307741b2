import { MisuseError } from '@plateau/core'
import { goTarget } from '../go-target.ts'
import type { CommandIo } from '../kit/command-io.ts'
import { parseCommandLine } from '../kit/parse-command-line.ts'
import { LINES_OPTIONS } from './command-options.ts'
import { judgeTarget } from './judge-target.ts'
import { environmentOfLine } from './option-values.ts'

/** `plateau-go lines -- ./worker --steps 5000`. Resolves to the exit code. */
export async function linesCommand(args: readonly string[], io: CommandIo): Promise<number> {
  const line = parseCommandLine(args, 'plateau-go lines', LINES_OPTIONS)
  const [surplus] = line.positionals
  const [command, ...rest] = line.rest ?? []
  if (command === undefined || surplus !== undefined) {
    const found = surplus === undefined ? 'none' : `'${surplus}' before it`
    throw new MisuseError(
      `plateau-go lines needs a command after --, such as plateau-go lines -- ./worker --steps 5000; received ${found}.`,
    )
  }
  const target = goTarget({
    bin: command,
    args: rest,
    cwd: io.cwd,
    env: environmentOfLine(line, io.env),
    driver: 'lines',
  })
  return judgeTarget(target, line, io)
}
