import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Culprit, PathStep } from '@plateau/core'
import { pathsTo } from '../dump/paths-to.ts'
import { readHeapDump } from '../dump/read-heap-dump.ts'
import { parseSymbols } from '../dump/symbols.ts'
import { hintForPath } from '../explain/hints.ts'
import { runGo } from '../toolchain/run-go.ts'
import type { Instance } from './instance.ts'
import type { ProgramPlan } from './program-plan.ts'

/** A dump of so many bytes takes seconds to write, to read and to search. */
const MOST_DUMPED_BYTES = 128 * 2 ** 20

/** The whole heap of the program as it is now; undefined without the agent, and where that would be too much. */
export async function dumpHeap(
  { agent, reader }: Instance,
  folder: string,
): Promise<Uint8Array | undefined> {
  if (agent === undefined) return undefined
  const { heapBytes } = await reader.collect()
  if (heapBytes > MOST_DUMPED_BYTES) return undefined
  const file = join(folder, 'heap.dump')
  await agent.dumpHeap(file)
  return readFile(file)
}

/** The symbols of what was built: listing them takes as long as a short leg does, so it is begun with the first. */
export function listSymbols({ build, cwd, env }: ProgramPlan): Promise<string> | undefined {
  if (build === undefined) return undefined
  const nm = ['tool', 'nm', '-n', '-size', build.binary]
  const symbols = runGo(build.go.command, nm, { cwd, env })
  // Whoever needs them is told why they are missing.
  symbols.catch(() => undefined)
  return symbols
}

/** Adds to each culprit what holds it. */
export function withRetentionPaths(
  culprits: readonly Culprit[],
  dump: Uint8Array,
  symbols: string,
): readonly Culprit[] {
  const sites = culprits.map(({ site }) => ({ file: site?.file ?? '', line: site?.line ?? 0 }))
  const paths = pathsTo(readHeapDump(dump), parseSymbols(symbols), sites)
  return culprits.map((culprit, index) => {
    const path = paths[index]
    const isKnown = path === undefined || culprit.path.length > 0
    return isKnown ? culprit : { ...culprit, path: path.steps, ...advised(culprit, path.steps) }
  })
}

/** Only the path knows of a finalizer; anything else has its advice from the stack where there is any. */
function advised(
  { details = [] }: Culprit,
  path: readonly PathStep[],
): Pick<Culprit, 'details'> | undefined {
  const isFinalizer = path[0]?.name.startsWith('finalizer') === true
  const hint = isFinalizer || details.length === 0 ? hintForPath(path) : undefined
  return hint === undefined ? undefined : { details: [...details, hint] }
}
