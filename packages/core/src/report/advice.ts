import { MORE_TIME, MORE_TIME_FIRST } from '../more-time.ts'
import type { ResolvedOptions } from '../options.ts'
import type { Growth } from '../plateau/verdict.ts'
import { duration } from './units.ts'

/** What to do where the time was over before the decision. */
export function timeAdvice(state: {
  readonly options: ResolvedOptions
  readonly iterations: number
  readonly neededIterations: number
  readonly iterationMs: number
}): string {
  const { options, iterations, neededIterations, iterationMs } = state
  const neededMs =
    Math.ceil(Math.max(2 * options.timeLimitMs, 1.5 * neededIterations * iterationMs) / 1000) * 1000
  return `${iterations} iterations of about ${duration(iterationMs)} fitted into ${duration(options.timeLimitMs)}. About ${duration(neededMs)} would settle it: ${MORE_TIME}, or make one iteration do less.`
}

/** What to do where one iteration never came to its end. */
export function hangingAdvice(iterations: number, limitMs: number): string {
  return `Iteration ${iterations + 1} had not ended when the time limit of ${duration(limitMs)} was over. A scenario must resolve: await what it starts, or raise the limit if one iteration takes that long.`
}

/** What to do where a part of an iteration never came to its end. */
export function hangingStepAdvice(
  { step, ms }: { readonly step: string; readonly ms: number },
  limitMs: number,
): string {
  return `${step} had not returned for ${duration(Math.round(ms / 100) * 100)} when the time limit of ${duration(limitMs)} was over. What it waits for has not come: give each wait in it a timeout of its own, which says what is missing.`
}

/** What to do where the setup never came to its end. */
export function hangingSetupAdvice(limitMs: number): string {
  return `The setup had not ended when the time limit of ${duration(limitMs)} was over. It must resolve: await what it starts, or move slow preparations into a hook of the test.`
}

/** How the test files of a project get a process each. */
export const PROCESSES =
  "processes instead of worker threads (pool: 'forks' in Vitest, no workerThreads in Jest)"

const RUN_IN_PROCESSES = `raise the test's timeout, or run the tests in ${PROCESSES}`

/** What to do where checks in other threads took all the time of a test. */
export function neverBegunAdvice(waitedMs: number): string {
  return `It waited ${duration(waitedMs)} for another check of this process and could not begin: one check runs at a time in all threads. To have more time, ${RUN_IN_PROCESSES}.`
}

/** What to say beside the advice of a check that ran out of time after it had waited. */
export function lateAdvice(waitedMs: number): string {
  return `It had first waited ${duration(waitedMs)} for another check of this process: one runs at a time in all threads. To wait less, ${RUN_IN_PROCESSES}.`
}

/** What to do where a target had not started. */
export function openingAdvice(limitMs: number): string {
  return `The target had not started when the time limit of ${duration(limitMs)} was over. ${MORE_TIME_FIRST}: starting a browser or a binary takes seconds.`
}

/** What to do where a target was still being built when the test's time was over. */
export function preparingAdvice(name: string, limitMs: number): string {
  return `Preparing '${name}' took all the ${duration(limitMs)} that the test had. Do it before: beforeAll(() => prepare(target), 120_000). Or give the test more time: test(name, fn, 60_000).`
}

/** What to say where growth is certain, but the time for its explanation was not there. */
export function lateExplanationNote(limitMs: number): string {
  return `The time was over before the growth was explained (${duration(limitMs)}): ${MORE_TIME}.`
}

/** What to do where too few iterations were allowed. */
export function samplesAdvice(
  { iterations, maxIterations }: ResolvedOptions,
  needed?: number,
): string {
  const [name, given] =
    iterations === undefined ? ['maxIterations', maxIterations] : ['iterations', iterations]
  const enough = needed === undefined ? '' : ` to ${needed} or more`
  return `${given} iterations were too few to tell: raise ${name}${enough}.`
}

/** What to say where bytes had to decide alone. */
export function uncountedNote(why: string): string {
  return `Objects were not counted (${why}), so the bytes of the heap decided alone, from 32 per iteration on. End the other profiler, or start Node without --heap-prof and --permission, to have smaller leaks found.`
}

/** As `uncountedNote`, for what does not run in this process. */
export function unfollowedNote(why: string): string {
  return `What the target allocates could not be followed (${why}), so its readings decided alone. End the other profiler to have smaller leaks found.`
}

/** What to do where nothing that is kept could be counted. */
export function witnessAdvice(why: string): string {
  return `What the scenario keeps could not be counted: ${why}.`
}

/** How whoever knows of this growth says so. */
function accepting(suspects: readonly Growth[]): string {
  return `accept it with tolerate: { ${suspects.map(({ probe }) => `${probe}: n`).join(', ')} }`
}

/** What to say of memory outside the heap that grows, but not as plainly as a leak must. */
export function nativeAdvice(): string {
  return `Memory outside the heap grows with the iterations, but by too little to tell a leak from an allocator that keeps what was freed. Run it longer to see whether it levels off, or accept it with tolerate: { native: n }.`
}

/** What to say where the heap of a worker thread grows by what may be the engine's. */
export function workerAdvice(names: readonly string[]): string {
  return `It is the heap of ${names.join(', ')} that grows, by less than bytes alone can prove, and objects are not followed in a worker. Check what the worker does on the main thread, run it longer to see whether it levels off, or accept it with tolerate: { heap: n }.`
}

/** What to say of worker threads that cannot be asked. */
export function deafWorkers(names: readonly string[]): string {
  return `The heap of ${names.join(', ')} was not judged: it waits in a call that nothing can interrupt, as Piscina's idle workers do by default (Atomics.wait; there, atomics: 'disabled' lets it be asked).`
}

/** What to say of readings of a target that neither level off nor grow as a leak does. */
export function targetSuspectAdvice(suspects: readonly Growth[]): string {
  return `It grew, but unevenly, or by so little that nothing the iterations keep accounts for it. Let every iteration wait for what it starts, run it longer to see whether it levels off, or ${accepting(suspects)}.`
}
