import type { FilterSource, Filters } from './memlab-filters.ts'
import { filtersOf } from './memlab-filters.ts'

// Runs by itself: memlab loads puppeteer and keeps whole heaps, which the process under test must not.

export interface MemlabOrder {
  /** memlab's entry file. */
  readonly memlab: string
  /** Before the iterations, after them, and at the end. */
  readonly snapshots: readonly [string, string, string]
  readonly workDir: string
  readonly filters: FilterSource
}

export type MemlabAnswer =
  | { readonly ok: true; readonly leaks: readonly object[] }
  | { readonly ok: false; readonly message: string }

interface MemlabApi {
  readonly config: { externalLeakFilter?: Filters }
  readonly ConsoleMode: { readonly SILENT: string }
  findLeaksBySnapshotFilePaths(
    baseline: string,
    target: string,
    ...rest: [final: string, options: object]
  ): Promise<readonly object[]>
}

process.once('message', (order: MemlabOrder) => {
  void analyse(order).then(
    (leaks) => answer({ ok: true, leaks }),
    (error: unknown) => answer({ ok: false, message: String((error as Error)?.message ?? error) }),
  )
})

async function analyse(order: MemlabOrder): Promise<readonly object[]> {
  const { memlab, snapshots, workDir } = order
  const loaded = (await import(memlab)) as MemlabApi & { default?: MemlabApi }
  const api = loaded.default ?? loaded
  const filters = await filtersOf(order.filters)
  if (filters !== undefined) api.config.externalLeakFilter = filters
  const [baseline, target, final] = snapshots
  return api.findLeaksBySnapshotFilePaths(baseline, target, final, {
    workDir,
    consoleMode: api.ConsoleMode.SILENT,
  })
}

/** Only the lines of a trace are read; the objects below them can be as large as the heap. */
function answer(result: MemlabAnswer): void {
  const short = result.ok ? { ok: true, leaks: result.leaks.map(keysOnly) } : result
  process.send?.(short, () => process.exit(0))
}

function keysOnly(leak: object): object {
  return Object.fromEntries(Object.keys(leak).map((key) => [key, 0]))
}
