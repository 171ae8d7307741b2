import type { Recorded } from '../attribution/known.ts'
import { conclude } from '../decide/conclude.ts'
import { placesOf } from '../decide/history.ts'
import { judgeRows } from '../decide/judge-look.ts'
import { sum } from '../decide/proportion.ts'
import { keepFile, NOTHING_KEPT } from '../engine/kept-file.ts'
import type { Wait } from '../engine/port.ts'
import { MORE_TIME } from '../more-time.ts'
import type { ResolvedOptions } from '../options.ts'
import { acceptKnown } from '../plateau/known-leak.ts'
import type { Culprit, GrowthVerdict, Verdict } from '../plateau/verdict.ts'
import { loadedAddOns } from '../probe/loaded-add-ons.ts'
import { nativeNotes, workerNote } from '../report/beyond-notes.ts'
import { type CheckRun, TimeUp } from './check-run.ts'
import { rerunOf } from './rerun-of.ts'
import { toVerdict } from './to-verdict.ts'

/**
 * Explains growth, and accepts it where it is known. What explains is loaded only now: a plateau pays
 * nothing for it. An explanation that fails never changes the verdict; it says that it failed.
 */
export function* explain(
  run: CheckRun,
  verdict: GrowthVerdict,
  name: string,
): Generator<Wait, Verdict, unknown> {
  const { options } = run
  const explained = options.explain === 'off' ? verdict : yield* tryToExplain(run, verdict, name)
  if (explained.kind !== 'growth' || options.known.length === 0) return explained
  return acceptKnown(explained, options.known, new Date().toISOString().slice(0, 10))
}

function* tryToExplain(
  run: CheckRun,
  verdict: GrowthVerdict,
  name: string,
): Generator<Wait, Verdict, unknown> {
  if (verdict.growth.every(({ probe }) => probe === 'native')) {
    return { ...verdict, notes: nativeNotes(loadedAddOns()) }
  }
  const workers = workersThatGrew(verdict)
  if (workers.length > 0) return { ...verdict, notes: [workerNote(workers)] }
  const file = run.options.keep === undefined ? undefined : keepFile(run.options.keep, name)
  let recorded: Recorded | undefined
  try {
    const { explainGrowth } = (yield import(
      '../attribution/explain-growth.ts'
    )) as typeof import('../attribution/explain-growth.ts')
    recorded = yield* recordedOf(run, verdict)
    const { culprits, notes, isRefuted } = yield* explainGrowth(rerunOf(run, file), verdict, {
      recorded,
      objectsPerIteration: keptPerIteration(run),
      stores: run.stores,
    })
    run.options.signal?.throwIfAborted()
    const { kept, notes: ofFile } = file?.close() ?? NOTHING_KEPT
    if (isRefuted) return acquit(run)
    const told = culprits.length > 0 ? culprits : yield* culpritsOfBirths(recorded, verdict)
    return {
      ...verdict,
      culprits: told,
      ...(notes.length + ofFile.length > 0 && { notes: [...notes, ...ofFile] }),
      ...(kept.length > 0 && { kept }),
    }
  } catch (error) {
    file?.close()
    run.options.signal?.throwIfAborted()
    const culprits = yield* culpritsOfBirths(recorded, verdict)
    return { ...verdict, culprits, notes: [whyNot(error, run.options)] }
  }
}

/** Objects of the rows that grow; a place and what is below it are the same. */
function keptPerIteration({ history, terms }: CheckRun): number {
  const look = history.looks.at(-1)
  const iterations = (look?.iterations ?? []).slice(0, -1)
  const kept = judgeRows(history, terms).rows.map(({ births }) =>
    sum(births.slice(0, iterations.length)),
  )
  return Math.max(0, ...kept) / Math.max(1, sum(iterations))
}

/** Things convict: what no heap holds after all is none. */
function acquit(run: CheckRun): Verdict {
  run.history.isRefuted = true
  return toVerdict(run, conclude(run.history, run.terms))
}

/** Where nothing more could be learnt, what the verdict was made from names the function that allocates it. */
function* culpritsOfBirths(
  recorded: Recorded | undefined,
  verdict: GrowthVerdict,
): Generator<Wait, readonly Culprit[], unknown> {
  const isHeap = verdict.growth.some(({ probe }) => probe === 'heap')
  if (recorded === undefined || !isHeap) return []
  try {
    const { explainByBirths } = (yield import(
      '../attribution/explain-by-births.ts'
    )) as typeof import('../attribution/explain-by-births.ts')
    return explainByBirths(recorded)
  } catch {
    return []
  }
}

/** All that was alive at the last look, where that look convicted. */
function* recordedOf(
  { births, history, terms, options }: CheckRun,
  { because }: GrowthVerdict,
): Generator<Wait, Recorded | undefined, unknown> {
  // A profile that shall be kept is that of a run of its own.
  if (births === undefined || options.keep === 'profile') return undefined
  if (because !== 'objects-are-kept' && because !== 'counts-rise') return undefined
  const at = (deed: 'record' | 'look') =>
    history.completed[placesOf(history, deed).at(-1) ?? 0] ?? 0
  const { recordedIn } = (yield import(
    '../attribution/known.ts'
  )) as typeof import('../attribution/known.ts')
  const rows = because === 'objects-are-kept' ? judgeRows(history, terms).rows : []
  const places = rows.map(({ key }) => key)
  return recordedIn(births, at('look') - at('record'), places)
}

/** Only of workers is the heap told by their names. */
function workersThatGrew({ growth }: GrowthVerdict): readonly string[] {
  return growth.flatMap(({ probe, types = [] }) => (probe === 'heap' ? types : []))
}

function whyNot(error: unknown, { timeLimitMs }: ResolvedOptions): string {
  if (error instanceof TimeUp) {
    return `The time was over before the growth was explained (${Math.round(timeLimitMs)} ms): ${MORE_TIME}.`
  }
  const said = error instanceof Error ? error.message : String(error)
  return `The growth could not be explained: ${said}`
}
