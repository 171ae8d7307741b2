import { addEvent, type Soak } from './soak.ts'

/** Quarters of the run at which the stores are counted: start, ¼, ½, ¾ and end. */
const CENSUSES = 5

/**
 * The first census finds what the others count, at the price of optimised code: before the load there is none. A
 * store that came later is looked for once the heap has risen.
 */
export async function beginCensus(soak: Soak): Promise<void> {
  await countStores(soak, 'before')
}

/** Counts the collections' entries when the judged part has come a quarter further. */
export async function takeCensus(soak: Soak, fraction: number): Promise<void> {
  const part = (fraction - soak.censusFrom) / (1 - soak.censusFrom)
  if (part * (CENSUSES - 1) < soak.censusesTaken - 1e-9) return
  soak.censusesTaken = Math.floor(part * (CENSUSES - 1) + 1e-9) + 1
  if (soak.isCensusAnew || fraction >= 1 || !hasRisen(soak)) return countStores(soak)
  soak.isCensusAnew = true
  soak.censusFrom = fraction
  soak.censusesTaken = 1
  await countStores(soak, 'anew')
}

/** More than an engine's own steps: what gained it may have come since the first census. */
const RISEN_BYTES = 65_536

function hasRisen({ log, known }: Soak): boolean {
  const from = log.records.findIndex(
    (record) => record.type === 'event' && record.kind === 'warmed-up',
  )
  const judged = log.records.slice(from + 1).filter((record) => record.type === 'sample')
  return [...known.keys()].some((process) => {
    const heaps = judged.flatMap((sample) =>
      sample.process === process ? (sample.readings.heap ?? []) : [],
    )
    return (heaps.at(-1) ?? 0) - (heaps[0] ?? 0) > RISEN_BYTES
  })
}

async function countStores(soak: Soak, how?: 'before' | 'anew'): Promise<void> {
  const { session, log, status } = soak
  try {
    const at = { elapsedMs: log.elapsedMs(), iterations: status.iterations() }
    for (const census of (await session.census?.(how)) ?? []) {
      if (soak.known.has(census.process)) log.add({ type: 'census', ...census, ...at })
    }
  } catch (error) {
    soak.signal.throwIfAborted()
    const [first = ''] = (error as Error).message.split('\n')
    addEvent(soak, { kind: 'gap', message: `The stores could not be counted: ${first}` })
  }
}
