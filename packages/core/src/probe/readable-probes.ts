import type { ProbeName } from '../plateau/verdict.ts'
import { contextsProbe } from './contexts.ts'
import { externalProbe } from './external.ts'
import { fileDescriptorsProbe } from './file-descriptors.ts'
import { handlesProbe } from './handles.ts'
import { heapProbe } from './heap.ts'
import { nativeProbe } from './native.ts'
import type { Probe } from './probe.ts'
import { threadsProbe } from './threads.ts'

/** What can be read in this process, of what was asked for; everything where nothing was. */
export function readableProbes(asked: readonly ProbeName[] | undefined): readonly Probe[] {
  const known = readableHere([
    heapProbe,
    externalProbe,
    handlesProbe,
    fileDescriptorsProbe(),
    threadsProbe(),
    contextsProbe,
    nativeProbe(),
  ])
  return known.filter((probe): probe is Probe => {
    return probe !== undefined && (asked === undefined || asked.includes(probe.name))
  })
}

/** What other runtimes tell truly: they answer the other questions too, but always with the same number. */
const READ_ELSEWHERE: Readonly<Record<'bun' | 'deno', readonly ProbeName[]>> = {
  bun: ['heap', 'fds'],
  deno: ['heap', 'external', 'handles', 'fds'],
}

function readableHere(probes: readonly (Probe | undefined)[]): readonly (Probe | undefined)[] {
  const runtime = (['bun', 'deno'] as const).find((name) => name in process.versions)
  if (runtime === undefined) return probes
  return probes.filter((probe) => probe && READ_ELSEWHERE[runtime].includes(probe.name))
}
