import { isMainThread } from 'node:worker_threads'
import { MisuseError } from '../errors.ts'
import type { ResolvedOptions } from '../options.ts'
import { bunHeap } from '../probe/bun-heap.ts'
import type { Probe } from '../probe/probe.ts'
import { readableProbes } from '../probe/readable-probes.ts'
import { PROCESSES } from '../report/advice.ts'
import { hasInspector } from './inspector-session.ts'

type Asked = Pick<ResolvedOptions, 'probes'>

/** What a check judges here: in a worker thread nothing that its neighbours in the process move, too. */
export function judgedProbes({ probes }: Asked): readonly Probe[] {
  return readableProbes(probes).filter(isJudged)
}

const UNPROVED =
  'This runtime does not tell which stores grow: growth that no surviving objects account for, as of a store of numbers, is not proved here but unsettled. Node tells more.'

/** A sentence for what is read in a process, but not judged in a worker thread. */
export function unjudged({ probes }: Asked): readonly string[] {
  if (!hasInspector()) return [UNPROVED]
  if (isMainThread) return []
  const names = readableProbes(probes).flatMap((probe) => (isJudged(probe) ? [] : [probe.name]))
  if (names.length === 0) return []
  return [
    `Not judged in a worker thread, which shares them with others: ${names.join(', ')}. To have them judged, run the test in ${PROCESSES}.`,
  ]
}

/** Throws `MisuseError` where it is asked to judge, in a worker thread, what all threads of the process share. */
export function refuseSharedProbes({ probes }: Asked): void {
  if (isMainThread || probes === undefined) return
  const shared = readableProbes(probes).find((probe) => !isJudged(probe))
  if (shared === undefined) return
  const judged = judgedProbes({ probes: undefined }).map(({ name }) => `'${name}'`)
  throw new MisuseError(
    `The probe '${shared.name}' cannot be judged in a worker thread: all threads of the process share what it reads. Run the test in ${PROCESSES}, or judge by ${judged.join(', ')}, received probes: ['${probes.join("', '")}'].`,
  )
}

function isJudged({ isProcessWide = false }: Probe): boolean {
  return isMainThread || !isProcessWide
}

/** What can be counted here beside bytes. */
export function witnessHere(): 'births' | 'object-count' {
  if (bunHeap() !== undefined) return 'object-count'
  return 'births'
}
