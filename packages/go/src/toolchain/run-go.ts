import { execFile } from 'node:child_process'
import { TargetError } from '@plateau/core'

export interface GoCommandPlace {
  readonly cwd: string
  readonly env: NodeJS.ProcessEnv
  readonly signal?: AbortSignal | undefined
}

/** The dependencies of a large program are listed in some ten megabytes. */
const MOST_OUTPUT_BYTES = 1 << 28

/** What the command prints. Rejects with `TargetError` and the words of Go when it fails, with the signal's reason when it is aborted. */
export function runGo(
  command: string,
  args: readonly string[],
  { cwd, env, signal }: GoCommandPlace,
): Promise<string> {
  return new Promise((resolve, reject) => {
    execFile(
      command,
      [...args],
      // Go removes its temporary folders when it is interrupted, not when it is killed.
      { cwd, env, signal, killSignal: 'SIGINT', maxBuffer: MOST_OUTPUT_BYTES },
      (error, stdout, stderr) => {
        if (signal?.aborted) reject(signal.reason)
        else if (error) reject(new TargetError(told(args, stderr.trim() || error.message)))
        else resolve(stdout)
      },
    )
  })
}

/** Enough for the first errors of several packages. */
const SHOWN_LINES = 40

function told([command = '']: readonly string[], words: string): string {
  const lines = words.split('\n')
  const shown = lines.slice(0, SHOWN_LINES)
  const rest = lines.length - shown.length
  return [`go ${command} failed:`, ...shown, ...(rest > 0 ? [`… ${rest} more lines`] : [])].join(
    '\n',
  )
}
