import { fingerprint } from '../attribution/fingerprint.ts'
import type { Culprit } from '../plateau/verdict.ts'
import type { TargetExplanation } from '../target/target.ts'
import type { BunProcess } from './listen-for-bun.ts'

const ITERATIONS = 200

/** A class of which fewer come per iteration is a by-product. */
const SMALLEST_RATE = 0.1
const MOST_CULPRITS = 3

const TYPES_ONLY =
  'Bun tells neither the line that allocates these objects nor what holds them: where the program runs in Node, soak it there to learn both.'

/** Tells the classes of which every iteration leaves objects behind: all that JavaScriptCore says of them. */
export async function explainBun(
  process: BunProcess | undefined,
  run: (iterations: number) => Promise<unknown>,
): Promise<TargetExplanation> {
  if (process === undefined) return { culprits: [], notes: [TYPES_ONLY] }
  const before = await process.types()
  await run(ITERATIONS)
  const culprits = [...(await process.types())].flatMap(([type, after]): Culprit[] => {
    const earlier = before.get(type) ?? { objects: 0, bytes: 0 }
    const objects = (after.objects - earlier.objects) / ITERATIONS
    const bytes = (after.bytes - earlier.bytes) / ITERATIONS
    if (objects < SMALLEST_RATE || bytes <= 0) return []
    return [
      {
        type,
        perIteration: { objects, bytes },
        path: [],
        fingerprint: fingerprint({ type, path: [] }),
      },
    ]
  })
  const most = culprits.sort((one, other) => other.perIteration.bytes - one.perIteration.bytes)
  return { culprits: most.slice(0, MOST_CULPRITS), notes: [TYPES_ONLY] }
}
