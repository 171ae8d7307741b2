import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Culprit } from '@plateau/core'
import { pathsTo } from '../dump/paths-to.ts'
import { readHeapDump } from '../dump/read-heap-dump.ts'
import { parseSymbols } from '../dump/symbols.ts'
import { runGo } from '../toolchain/run-go.ts'
import type { Instance } from './instance.ts'
import type { ProgramPlan } from './program-plan.ts'

/** A dump of so many bytes takes seconds to write, to read and to search. */
const MOST_DUMPED_BYTES = 128 * 2 ** 20

/** Adds to each culprit what holds it. Needs the agent, and the program's symbols. */
export async function withRetentionPaths(
  culprits: readonly Culprit[],
  at: { readonly instance: Instance; readonly plan: ProgramPlan; readonly folder: string },
): Promise<{ readonly culprits: readonly Culprit[]; readonly dump: string | undefined }> {
  const { instance, plan, folder } = at
  const sites = culprits.map(({ site }) => site)
  const { agent, reader } = instance
  if (
    agent === undefined ||
    plan.build === undefined ||
    sites.every((site) => site === undefined)
  ) {
    return { culprits, dump: undefined }
  }
  const { heapBytes } = await reader.collect()
  if (heapBytes > MOST_DUMPED_BYTES) return { culprits, dump: undefined }
  const dump = join(folder, 'heap.dump')
  await agent.dumpHeap(dump)
  const symbols = await runGo(
    plan.build.go.command,
    ['tool', 'nm', '-n', '-size', plan.build.binary],
    {
      cwd: plan.cwd,
      env: plan.env,
    },
  )
  const paths = pathsTo(
    readHeapDump(await readFile(dump)),
    parseSymbols(symbols),
    sites.map((site) => ({ file: site?.file ?? '', line: site?.line ?? 0 })),
  )
  return {
    dump,
    culprits: culprits.map((culprit, index) => {
      const path = paths[index]
      return path === undefined || culprit.path.length > 0
        ? culprit
        : { ...culprit, path: path.steps }
    }),
  }
}
