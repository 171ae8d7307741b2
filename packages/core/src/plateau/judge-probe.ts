import type { Shape } from './equal-batches.ts'
import type { Finding, StoreFinding } from './survivors.ts'
import type { ProbeName } from './verdict.ts'

/** What is known of one probe after its equal batches and, where it was needed, a re-run. */
export interface ProbeEvidence {
  readonly probe: ProbeName
  readonly shape: Shape
  readonly perIteration: number
  /** The lower end of its interval. */
  readonly atLeast: number
  /** Surviving objects and grown stores; undefined where no re-run was made. */
  readonly objects: Finding | undefined
  readonly stores: StoreFinding | undefined
  /**
   * Other threads share the engine's flags and settings, or the heap falls back now and then: bytes are no
   * proof without the objects that hold them.
   */
  readonly needsObjects?: boolean
  /** Whether the heap fell back, so that the re-run waited for what a clock releases. */
  readonly comesAndGoes?: boolean
}

export type ProbeVerdict = 'plateau' | 'growth' | 'suspect'

/**
 * Bytes per iteration from which bytes alone convict: engine-internal stores were seen to grow by
 * 13 to 20 B per iteration in agreeing batches without one surviving object.
 */
export const CONVICTING_BYTES = 32

export function judgeProbe(evidence: ProbeEvidence): ProbeVerdict {
  if (evidence.shape === 'flat') return 'plateau'
  return evidence.probe === 'heap' ? judgeHeap(evidence) : judgeExact(evidence)
}

/** Handles, descriptors and external bytes have no noise of compilers: equal growth is growth. */
function judgeExact(evidence: ProbeEvidence): ProbeVerdict {
  const { probe, shape, objects, stores, needsObjects = false } = evidence
  if (objects === 'account') return 'growth'
  if (shape !== 'steady') return 'suspect'
  const isProof = probe !== 'external' || !needsObjects || stores === 'account'
  return isProof ? 'growth' : 'suspect'
}

function judgeHeap(evidence: ProbeEvidence): ProbeVerdict {
  const { shape, perIteration, atLeast, objects, stores, needsObjects = false } = evidence
  const { comesAndGoes = false } = evidence
  // Steps whose line does not even rise are no growth, whatever survives.
  if (stores === 'account') return perIteration > 0 ? 'growth' : 'suspect'
  // Objects add bytes with the iterations: where the line goes up and down by more, they come and go.
  if (objects === 'account')
    return perIteration > 0 && atLeast > -perIteration ? 'growth' : 'suspect'
  if (stores === 'replaced') return 'suspect'
  const isPlain = shape === 'steady' && perIteration >= CONVICTING_BYTES && !needsObjects
  if (objects === undefined) return isPlain ? 'growth' : 'suspect'
  if (objects === 'unclear') return isPlain ? 'growth' : 'suspect'
  if (stores === undefined) return 'suspect'
  // Nothing that was allocated survives and no store gained entries: what rises is the engine's own.
  return shape === 'steady' && !comesAndGoes ? 'suspect' : 'plateau'
}
