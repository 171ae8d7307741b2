import type { Look } from '../decide/look.ts'
import { BYTES_OF_MARK, MARKS_IN_PAGE } from '../witness/birth-mark.ts'
import type { BirthProfile } from '../witness/birth-profile.ts'
import { readBirths } from '../witness/births.ts'
import type { TargetPort } from './target.ts'

/** As `recordBirths`, of a target: its boundaries are made by calls into it. */
export interface RemoteBirths {
  /** Ends a batch: what is allocated from here on belongs to the next. */
  mark(): Promise<void>
  /** Collects all garbage; `groups` are the boundaries, by number, that the groups of batches lie between. */
  look(groups: readonly number[], iterations: readonly number[]): Promise<Look>
  /** Bytes of the heap that the boundaries take. */
  markedBytes(): number
  stop(): Promise<void>
}

/** Deep enough to tell the user's function below a framework's. */
const STACK_DEPTH = 24

const GROUP = 'plateau-births'

/** Rejects where births cannot be recorded there. */
export async function recordRemoteBirths(port: TargetPort): Promise<RemoteBirths> {
  const { result } = await port.send<{ result: { objectId?: string } }>('Runtime.evaluate', {
    expression: MARKS_IN_PAGE,
    objectGroup: GROUP,
  })
  const { objectId } = result
  if (objectId === undefined) throw new Error('No boundary can be made there')
  let count = 0
  async function mark(): Promise<void> {
    await port.send('Runtime.callFunctionOn', {
      objectId,
      functionDeclaration: 'function plateauDecides(at) { this.plateauDecides(at) }',
      arguments: [{ value: count++ }],
      returnByValue: true,
    })
  }
  await port.send('HeapProfiler.startSampling', { samplingInterval: 1, stackDepth: STACK_DEPTH })
  await mark()
  return {
    mark,
    markedBytes: () => count * BYTES_OF_MARK,
    async look(groups, iterations) {
      const { profile } = await port.send<{ profile: BirthProfile }>(
        'HeapProfiler.getSamplingProfile',
      )
      return readBirths(profile, { boundaries: count, groups, iterations })
    },
    async stop() {
      await port.send('HeapProfiler.stopSampling')
      await port.send('Runtime.releaseObjectGroup', { objectGroup: GROUP })
    },
  }
}
