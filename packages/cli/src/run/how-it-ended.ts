import { MisuseError, type TargetError } from '@plateau/core'
import { inBothForms } from './in-both-forms.ts'
import type { EndRecord } from './run-record.ts'
import type { SoakHooks } from './run-soak.ts'

export type How = Pick<EndRecord, 'reason' | 'message'>

/** What the end record says of a run that failed; throws the `MisuseError` that it failed with. */
export function howItEnded(
  error: unknown,
  { signal, tell }: Pick<SoakHooks, 'signal' | 'tell'>,
  seen: readonly string[] = [],
): How {
  if (signal.aborted) {
    return { reason: 'interrupted', message: `The soak was interrupted by ${signal.reason}.` }
  }
  const failure = error as Failure
  const { code, message, stack } = failure
  if (code === 'PLATEAU_MISUSE') throw new MisuseError(inBothForms(message), { cause: error })
  if (code === 'PLATEAU_TARGET') {
    const untold = untoldIn(failure, seen)
    if (untold !== undefined) tell(untold)
    return { reason: 'target', message: [reported(failure), ...seen.map(firstLine)].join(' ') }
  }
  tell(`Plateau failed itself, which says nothing of the target:\n${stack ?? String(error)}`)
  return { reason: 'harness', message: `Plateau failed itself: ${message ?? String(error)}.` }
}

type Failure = Error & Pick<TargetError, 'output'> & { readonly code?: string }

/** What no report keeps: what the report of the run says anyway is not told twice. */
function untoldIn({ message, output }: Failure, seen: readonly string[]): string | undefined {
  const below = message.split('\n').slice(1)
  const more = [...below, ...(output === undefined ? [] : [output]), ...seen.filter(hasMoreLines)]
  return more.length === 0 ? undefined : `The target failed. ${more.join('\n')}`
}

function hasMoreLines(message: string): boolean {
  return message.includes('\n')
}

/** What a target printed or answered may hold secrets: the console tells it, and no report keeps it. */
function reported({ message, output }: Failure): string {
  const told = inBothForms(firstLine(message))
  return output === undefined
    ? told
    : `${told} What it printed or answered was told on the console.`
}

/** A sentence is one line: what a foreign target adds below is not known to be safe. */
function firstLine(message: string): string {
  return message.split('\n')[0] ?? ''
}
