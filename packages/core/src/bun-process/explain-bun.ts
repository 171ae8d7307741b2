import { culpritsOfTypes, TYPE_ITERATIONS } from '../attribution/culprits-of-types.ts'
import type { TargetExplanation } from '../target/target.ts'
import type { BunProcess } from './listen-for-bun.ts'

const TYPES_ONLY =
  'Bun tells neither the line that allocates these objects nor what holds them: where the program runs in Node, soak it there to learn both.'

/** Tells the classes of which every iteration leaves objects behind: all that JavaScriptCore says of them. */
export async function explainBun(
  process: BunProcess | undefined,
  run: (iterations: number) => Promise<unknown>,
): Promise<TargetExplanation> {
  if (process === undefined) return { culprits: [], notes: [TYPES_ONLY] }
  const before = await process.types()
  await run(TYPE_ITERATIONS)
  const gains = [...(await process.types())].map(([type, after]) => {
    const earlier = before.get(type) ?? { objects: 0, bytes: 0 }
    return { type, objects: after.objects - earlier.objects, bytes: after.bytes - earlier.bytes }
  })
  return { culprits: culpritsOfTypes(gains, TYPE_ITERATIONS), notes: [TYPES_ONLY] }
}
