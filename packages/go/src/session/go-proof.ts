import type { Growth, ProbeName } from '@plateau/core'
import type { Instance } from './instance.ts'
import { type ProgramPlan, projectOf } from './program-plan.ts'
import { type ProvenStores, provenStores } from './proven-stores.ts'

/** How an instance of the program is started, or joined, again. */
export type StartAgain = (start: { signal: AbortSignal; isProfiled: boolean }) => Promise<Instance>

/** Proves growth by more than the readings: goroutines by Go itself, stores by an instance of its own. */
export interface GoProof {
  /** After so many iterations. Without suspects, only what needs no instance of its own. */
  prove(
    suspects: readonly Growth[],
    ran: { readonly iterations: number; readonly leftMs: number; readonly signal: AbortSignal },
  ): Promise<readonly ProbeName[]>
  /** What an explanation begins with. */
  found(): ProofFound
  /** Ends the measured instance, and its own. */
  close(): Promise<void>
}

export interface ProofFound {
  /** The instance that proved stores to climb, or another one. */
  readonly startAgain: StartAgain
  /** What was proved to climb, by legs that are long enough to show its steps. */
  readonly stores: ProvenStores | undefined
  /** What grew are goroutines that Go has proven leaked. */
  readonly isProvenByGo: boolean
}

interface Proving {
  readonly startAgain: StartAgain
  readonly plan: ProgramPlan
  /** What Go itself proves of the measured instance. */
  readonly byGo: () => Promise<readonly ProbeName[]>
}

export function createProof(measured: Instance, { startAgain, plan, byGo }: Proving): GoProof {
  let isProvenByGo = false
  let stores: ProvenStores | undefined
  let profiled: Instance | undefined
  return {
    async prove(suspects, ran) {
      const goroutines = await byGo()
      isProvenByGo = goroutines.length > 0
      const heap = suspects.find(({ probe }) => probe === 'heap')
      if (isProvenByGo || heap === undefined) return goroutines
      // A process that is not ours cannot be started with every allocation noted.
      if (measured.program === undefined || measured.agent === undefined) return []
      // Two of a kind would share a database or a fixed port.
      await measured.close()
      profiled = await startAgain({ signal: ran.signal, isProfiled: true })
      stores = await provenStores(profiled, { heap, project: projectOf(plan.build), ...ran })
      if (stores !== undefined) return ['heap']
      await profiled.close()
      return []
    },
    found: () => ({
      startAgain: async (start) => (stores && profiled) ?? startAgain(start),
      stores,
      isProvenByGo,
    }),
    async close() {
      await profiled?.close()
      await measured.close()
    },
  }
}
