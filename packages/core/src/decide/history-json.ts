import {
  createHistory,
  DEEDS,
  type Deed,
  deedAt,
  type HiddenReadings,
  type History,
  type HistoryProbe,
  note,
  PHASES,
  type Phase,
  phaseAt,
  readingsAt,
} from './history.ts'
import type { Look } from './look.ts'
import type { Decision } from './step.ts'
import type { StoreGains } from './store-count.ts'
import type { Terms } from './terms.ts'
import type { Weight } from './weight.ts'

/** The version of the file. Another one is refused: what decided it is another procedure. */
const VERSION = 2

/** A check's history as it is kept in a file: everything that decided, and no value of the user's. */
export interface HistoryFile {
  readonly plateauHistory: typeof VERSION
  readonly terms: Terms
  readonly probes: readonly HistoryProbe[]
  readonly deeds: readonly DeedOfFile[]
  readonly ages?: Look
  readonly lacksAges?: true
  readonly looks: readonly Look[]
  readonly stores?: readonly StoreGains[]
  readonly weights?: readonly Weight[]
  readonly hidden?: HiddenReadings
  readonly isAsync: boolean
  readonly isTimeUp: boolean
  readonly lacking?: string
  readonly lost?: string
  /** What was decided then. */
  readonly decision: Decision
}

interface DeedOfFile {
  readonly phase: Phase
  readonly deed: Deed
  readonly completed: number
  readonly elapsedMs: number
  readonly tookMs: number
  readonly isInterrupted?: true
  readonly hasTurned?: true
  /** By probe; null where a probe was not read. */
  readonly readings?: readonly (number | null)[]
}

/** A check that has decided. */
export interface DecidedCheck {
  readonly name: string
  readonly history: History
  readonly terms: Terms
  readonly decision: Decision
}

export function toHistoryFile({
  history,
  terms,
  decision,
}: Omit<DecidedCheck, 'name'>): HistoryFile {
  return {
    plateauHistory: VERSION,
    terms,
    probes: history.probes.map(probeOfFile),
    deeds: Array.from({ length: history.length }, (_, at) => deedOfFile(history, at)),
    ...(history.ages && { ages: history.ages }),
    ...(history.lacksAges && { lacksAges: true }),
    looks: history.looks,
    ...(history.stores && { stores: history.stores }),
    ...(history.weights.length > 0 && { weights: history.weights }),
    ...(history.hidden && { hidden: history.hidden }),
    isAsync: history.isAsync,
    isTimeUp: history.isTimeUp,
    ...(history.lacking !== undefined && { lacking: history.lacking }),
    ...(history.lost !== undefined && { lost: history.lost }),
    decision,
  }
}

/** What it is read by stays out. */
function probeOfFile(probe: HistoryProbe): HistoryProbe {
  const { name, unit, isCollected, stray, floorPerIteration, isNoisy, hasMarks } = probe
  return {
    name,
    unit,
    ...(isCollected && { isCollected }),
    ...(stray !== undefined && { stray }),
    ...(floorPerIteration && { floorPerIteration }),
    ...(isNoisy && { isNoisy }),
    ...(hasMarks && { hasMarks }),
  }
}

function deedOfFile(history: History, at: number): DeedOfFile {
  const readings = [...readingsAt(history, at)].map((amount) =>
    Number.isNaN(amount) ? null : amount,
  )
  return {
    phase: phaseAt(history, at),
    deed: deedAt(history, at) ?? 'run',
    completed: history.completed[at] ?? 0,
    elapsedMs: rounded(history.elapsedMs[at] ?? 0),
    tookMs: rounded(history.tookMs[at] ?? 0),
    ...(history.interrupted[at] === 1 && { isInterrupted: true }),
    ...(history.turned[at] === 1 && { hasTurned: true }),
    ...(readings.some((amount) => amount !== null) && { readings }),
  }
}

function rounded(milliseconds: number): number {
  return Math.round(milliseconds * 1e4) / 1e4
}

/**
 * The history that a file holds, to be replayed by `next`. Throws `TypeError`, which says what is wrong, for a file
 * of another version, one cut short, and what is no such file.
 */
export function fromHistoryFile(text: string): {
  readonly history: History
  readonly terms: Terms
  readonly decision: Decision
} {
  const file = parse(text)
  const history = createHistory(file.probes)
  for (const { readings, ...deed } of file.deeds) {
    if (!DEEDS.includes(deed.deed) || !PHASES.includes(deed.phase))
      throw new TypeError(`The history holds the unknown deed '${deed.deed}' of '${deed.phase}'.`)
    note(history, deed, readings && Float64Array.from(readings, (amount) => amount ?? Number.NaN))
  }
  history.ages = file.ages
  history.lacksAges = file.lacksAges ?? false
  history.looks.push(...file.looks)
  history.stores = file.stores
  history.weights.push(...(file.weights ?? []))
  history.hidden = file.hidden
  history.isAsync = file.isAsync
  history.isTimeUp = file.isTimeUp
  history.lacking = file.lacking
  history.lost = file.lost
  // Files of before it was known have none.
  const terms = { ...file.terms, ranBefore: file.terms.ranBefore ?? 0 }
  return { history, terms, decision: file.decision }
}

function parse(text: string): HistoryFile {
  let file: Partial<HistoryFile> | null
  try {
    file = JSON.parse(text) as Partial<HistoryFile> | null
  } catch {
    throw new TypeError('The history is no whole JSON: the file was cut short or is another one.')
  }
  if (file?.plateauHistory !== VERSION) {
    throw new TypeError(
      `The history must be of version ${VERSION}, received plateauHistory: ${file?.plateauHistory}. Replay it with the release that wrote it.`,
    )
  }
  const missing = (['terms', 'probes', 'deeds', 'looks', 'decision'] as const).find(
    (name) => file[name] === undefined,
  )
  if (missing) throw new TypeError(`The history lacks '${missing}'.`)
  return file as HistoryFile
}
