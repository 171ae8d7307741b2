import type { ProbeName } from '@plateau/core'
import { processOutcome } from './outcome.ts'
import type { ProcessView, RunView } from './run-view.ts'

/** What a process passed by, where its memory was not read: a pass of counts alone must say so. Else undefined. */
export function judgedPart(view: RunView, process: ProcessView): string | undefined {
  const probes = process.came?.probes
  if (probes === undefined || processOutcome(view, process) !== 'plateau') return undefined
  const isRead = probes.some(
    ({ name, unit, noise }) => unit === 'bytes' && noise !== 'noisy' && name !== 'rss',
  )
  if (isRead) return undefined
  return `by ${listed(probes.map(({ name }) => name))} alone: its heap was not read`
}

/** Of a whole run: what any of its processes passed by. */
export function judgedPartOfRun(view: RunView): string | undefined {
  return view.processes.map((process) => judgedPart(view, process)).find(Boolean)
}

const WORDS: Partial<Record<ProbeName, string>> = { fds: 'descriptors', rss: 'resident memory' }

function listed(probes: readonly ProbeName[]): string {
  const words = probes.map((name) => WORDS[name] ?? name)
  return words.length < 2 ? words.join('') : `${words.slice(0, -1).join(', ')} and ${words.at(-1)}`
}
