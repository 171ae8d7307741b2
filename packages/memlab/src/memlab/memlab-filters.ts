import type { LeakFilter, PageOptions } from '../page/page-options.ts'

/** memlab's filters as they cross to its process: their source, or the module that exports them. */
export interface FilterSource {
  readonly file?: string
  readonly functions: Readonly<Record<string, string>>
}

const FILTERS = ['beforeLeakFilter', 'leakFilter', 'retainerReferenceFilter'] as const

export type Filters = Pick<PageOptions, (typeof FILTERS)[number]>

export function sourceOf(filters: Filters, file?: string): FilterSource {
  const functions: Record<string, string> = {}
  for (const name of FILTERS) {
    const filter = filters[name]
    if (filter !== undefined) functions[name] = String(filter)
  }
  return { functions, ...(file !== undefined && { file }) }
}

/** The filters again, in memlab's process. A module is imported whole, so that its own variables are there. */
export async function filtersOf({ file, functions }: FilterSource): Promise<Filters | undefined> {
  if (file !== undefined) {
    const module = (await import(file)) as { default?: Filters }
    return { ...module, ...module.default } as Filters
  }
  const revived = Object.entries(functions).map(([name, source]) => [name, revive(name, source)])
  return revived.length === 0 ? undefined : (Object.fromEntries(revived) as Filters)
}

/** Functions, arrow functions and methods differ in how their source can be evaluated. */
function revive(name: string, source: string): LeakFilter {
  const isMethod = new RegExp(`^(async\\s+)?${name}\\s*\\(`).test(source)
  const expression = isMethod ? `({ ${source} }).${name}` : `(${source})`
  // The user's own function, from the user's own process, evaluated where memlab runs.
  return new Function(`return ${expression}`)() as LeakFilter
}
