import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import { nodeTarget } from '../../src/node-process/node-target.ts'
import type { NodeTargetOptions } from '../../src/node-process/node-target-options.ts'
import type { ProcessSample, TargetSession } from '../../src/target/target.ts'

const FIXTURES = join(import.meta.dirname, 'fixtures')

/** The command that runs a fixture, by default in the Node of these tests. */
export function fixture(name: string, node: string = process.execPath): readonly string[] {
  return [node, join(FIXTURES, name)]
}

/** An opened session, closed with the test. */
export async function opened(
  options: NodeTargetOptions,
  keep?: 'snapshot' | 'profile',
): Promise<Session> {
  const { signal } = new AbortController()
  const session = (await nodeTarget(options).open({ signal, timeLimitMs: 60_000, keep })) as Session
  onTestFinished(() => session.close())
  return Object.assign(session, {
    work: async (iterations: number) => {
      await session.run(iterations, signal)
    },
  })
}

type Session = TargetSession &
  Required<Pick<TargetSession, 'sampleAll' | 'census' | 'explainProcess' | 'events' | 'ended'>> & {
    work(iterations: number): Promise<void>
  }

/** Samples until it holds; a process takes a moment to come. */
export async function samplesOnce(
  session: Session,
  isThere: (samples: readonly ProcessSample[]) => boolean,
): Promise<readonly ProcessSample[]> {
  for (;;) {
    const samples = await session.sampleAll()
    if (isThere(samples)) return samples
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
}

export function labelsOf(samples: readonly ProcessSample[]): readonly string[] {
  return samples.map(({ process }) => process).sort()
}
