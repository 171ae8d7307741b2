import { completed, deedAt, elapsedMs, type History, placesOf, readingAt } from './history.ts'
import { hiddenGrowth, judgedLegs, judgeLegs, type LegsFound } from './judge-legs.ts'
import { PROOF_COUNT } from './ledger.ts'
import { FEWEST_IN_BATCH, LEDGER_SHARE, SHORT_LEDGER_SHARE } from './ledger-plan.ts'
import { iterationsToPass, resolutionOfLegs } from './legs-resolution.ts'
import { probeAt } from './level.ts'
import { USUAL } from './needs.ts'
import { iterationMs, iterationsOf } from './pace.ts'
import { pauseFor } from './pause.ts'
import { sum } from './proportion.ts'
import type { Step } from './step.ts'
import {
  bearableIterations,
  isJudgedByReadings,
  MOST_BYTES,
  OVERWHELMING_BYTES,
  type Terms,
} from './terms.ts'
import { bytesKeptInPilot, keptInPilot } from './warm-up.ts'

/** Legs of a round; one before the first round is thrown away. */
export const LEGS = 8

/** Of a round that the time cut short: the two of its first half, and as many after it. */
export const FEWEST_LEGS = 4

/** Descriptors, threads and goroutines that a leak may take in a round: a process may often open no more than 1024 files. */
const MOST_SCARCE = 600

/** Rounds of that many bytes that something uneven may take. */
const MOST_ROUNDS_OF_BYTES = 3

/**
 * Rounds of equal legs, never longer ones: pools of such a target grow with the length of a leg, and unequal legs would
 * fake growth. What neither grows as a leak nor is level is looked at again for as long as time and iterations allow.
 */
export function legs(history: History, terms: Terms): Step | undefined {
  if (!isJudgedByReadings(history, terms)) return undefined
  const last = history.length - 1
  const runs = placesOf(history, 'run', 'legs').length
  const deed = deedAt(history, last)
  if (runs === 0)
    return placesOf(history, 'full').length === 0 ? sample() : firstLeg(history, terms)
  if (deed === 'run' || deed === 'pause') return sample()
  if (deed === 'hidden') return afterHidden(history, terms)
  const judged = judgedLegs(history).length
  const isLeft = isLegLeft(history, terms)
  if (judged % LEGS !== 0 || judged === 0) {
    if (isLeft) return run(legIterations(history, terms))
    if (judged < LEGS) return afterShortRound(history, terms, judged)
  }
  return afterRound(history, terms, isLeft)
}

function afterRound(history: History, terms: Terms, isLeft: boolean): Step | undefined {
  const found = judgeLegs(history, terms)
  const isPaused = deedAt(history, history.length - 2) === 'pause'
  if (found.growth.length > 0) {
    if (isPaused) {
      const { growth, because } = found
      return { do: 'end', decision: { kind: 'growth', growth, because } }
    }
    if (!isLeft || isProofWhole(history, terms, found))
      return pauseFor(history, terms, { runs: judgedLegs(history) })
  } else if (found.open.length === 0 && isFineEnough(history, terms)) {
    return passed(history, terms)
  } else if (
    terms.witness === 'evidence' &&
    found.open.length > 0 &&
    placesOf(history, 'evidence').length === 0
  ) {
    return { do: 'evidence', iterations: legIterations(history, terms) }
  }
  return isLeft ? run(legIterations(history, terms)) : undefined
}

/** A busy machine makes legs longer than planned. What half of all iterations left level is level; growth needs all legs. */
function afterShortRound(history: History, terms: Terms, judged: number): Step | undefined {
  if (judged < FEWEST_LEGS) return undefined
  const { growth, open } = judgeLegs(history, terms)
  const isLevel = growth.length === 0 && open.length === 0 && isFineEnough(history, terms)
  return isLevel ? passed(history, terms) : undefined
}

function passed(history: History, terms: Terms): Step {
  if (terms.hides) return { do: 'hidden', iterations: legIterations(history, terms) }
  return plateau(history, terms)
}

/** What rose by steps in half of a round is no more even after it: proof of the target's own needs the time. */
function isUneven(history: History, terms: Terms): boolean {
  if (judgedLegs(history).length < FEWEST_LEGS) return false
  const { growth, open } = judgeLegs(history, terms)
  return growth.length === 0 && open.length > 0
}

function isFineEnough(history: History, terms: Terms): boolean {
  return completed(history) >= iterationsToPass(history, terms)
}

function afterHidden(history: History, terms: Terms): Step {
  const growth = hiddenGrowth(history, terms)
  if (growth.length === 0) return plateau(history, terms)
  return { do: 'end', decision: { kind: 'growth', growth, because: 'bytes-climb-in-steps' } }
}

function plateau(history: History, terms: Terms): Step {
  const resolution = resolutionOfLegs(history, terms)
  const because = 'level-over-half-of-all-iterations'
  return { do: 'end', decision: { kind: 'plateau', resolution, because } }
}

function isProofWhole(history: History, terms: Terms, { growth }: LegsFound): boolean {
  const judged = sum(judgedLegs(history).map((at) => iterationsOf(history, at)))
  const grown = (unit: 'bytes' | 'count') =>
    judged *
    sum(
      growth.map(({ probe, perIteration }) => {
        const one = history.probes.find(({ name }) => name === probe)
        return one?.unit === unit && !one.isCollected ? perIteration : 0
      }),
    )
  return (
    judged >= Math.max(USUAL.proofIterations, 3 * terms.bounded) ||
    elapsedMs(history) >= USUAL.proofShare * terms.limitMs ||
    grown('count') >= PROOF_COUNT ||
    grown('bytes') >= OVERWHELMING_BYTES
  )
}

function isLegLeft(history: History, terms: Terms): boolean {
  const runs = placesOf(history, 'run', 'legs').length
  if (terms.iterations !== undefined) return runs < legsOf(terms.iterations)
  const next = legIterations(history, terms)
  if (completed(history) + next > terms.maxIterations) return false
  const isTooShort = (runs <= LEGS && !isUneven(history, terms)) || !isFineEnough(history, terms)
  // What was refuted needs no time to be explained any more.
  const share = isTooShort || history.isRefuted ? SHORT_LEDGER_SHARE : LEDGER_SHARE
  const neededMs = next * iterationMs(history) + sampleMs(history)
  if (elapsedMs(history) + neededMs > share * terms.limitMs) return false
  return grownBytes(history) < MOST_ROUNDS_OF_BYTES * MOST_BYTES
}

function grownBytes(history: History): number {
  const samples = placesOf(history, 'full')
  const [first = 0, last = 0] = [samples[0], samples.at(-1)]
  const rises = history.probes.map((_, probe) =>
    probeAt(history, probe).unit === 'bytes'
      ? readingAt(history, last, probe) - readingAt(history, first, probe)
      : 0,
  )
  return Math.max(0, ...rises)
}

/** All legs of a number of iterations that was asked for. */
function legsOf(iterations: number): number {
  return Math.min(LEGS + 1, iterations)
}

/** The first leg takes what does not fit into equal ones. */
function firstLeg(history: History, terms: Terms): Step | undefined {
  const { iterations } = terms
  const leg = legIterations(history, terms)
  if (iterations !== undefined) return run(iterations - (legsOf(iterations) - 1) * leg)
  return completed(history) + leg > terms.maxIterations ? undefined : run(leg)
}

/** Iterations of a leg: as many as are useful, as the time allows, and as what grew in the pilot lets bear. */
function legIterations(history: History, terms: Terms): number {
  const second = placesOf(history, 'run', 'legs')[1]
  if (second !== undefined) return iterationsOf(history, second)
  if (terms.iterations !== undefined) {
    return Math.max(1, Math.floor(terms.iterations / legsOf(terms.iterations)))
  }
  const [first] = placesOf(history, 'run', 'legs')
  if (first !== undefined) return iterationsOf(history, first)
  const legs = LEGS + 1
  const wanted = Math.max(Math.ceil(USUAL.proofIterations / LEGS), terms.bounded)
  const legMs = (LEDGER_SHARE * terms.limitMs - elapsedMs(history)) / legs - leastSampleMs(history)
  const besideSample = LEG_OF_SAMPLE * leastSampleMs(history)
  const inTime = Math.floor(Math.max(legMs, besideSample) / Math.max(iterationMs(history), 1e-4))
  const most = Math.min(
    Math.ceil(bearableIterations(bytesKeptInPilot(history)) / legs),
    Math.floor(MOST_SCARCE / scarceKeptInPilot(history) / legs),
  )
  const allowed = Math.floor((terms.maxIterations - completed(history)) / legs)
  return Math.max(1, Math.min(wanted, Math.max(FEWEST_IN_BATCH, inTime), most, allowed))
}

/** Descriptors, threads and goroutines that an iteration of the pilot left, of the kind that it left most of. */
function scarceKeptInPilot(history: History): number {
  const kept = keptInPilot(history)
  return Math.max(
    0,
    ...history.probes.map(({ unit, isCollected }, at) =>
      unit === 'count' && !isCollected ? (kept[at] ?? 0) : 0,
    ),
  )
}

/** Of the time of the sample after it, the part that a leg takes at least: fewer iterations would save next to nothing. */
const LEG_OF_SAMPLE = 0.25

/** Milliseconds that the latest sample took. */
function sampleMs(history: History): number {
  return sampleTimes(history).at(-1) ?? 0
}

/** Milliseconds that a sample takes at least. The one before the legs may make things ready, once. */
function leastSampleMs(history: History): number {
  return Math.min(...sampleTimes(history))
}

function sampleTimes(history: History): readonly number[] {
  return placesOf(history, 'full').map((at) => history.tookMs[at] ?? 0)
}

function run(iterations: number): Step {
  return { do: 'run', phase: 'legs', iterations, isSilent: true }
}

function sample(): Step {
  return { do: 'sample', phase: 'legs', collection: 'full', turns: true, isBetween: false }
}
