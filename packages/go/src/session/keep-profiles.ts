import { keepWhole } from '@plateau/core/attribution'
import type { TakenLegs } from './take-legs.ts'

/**
 * Leaves the profiles in `.plateau/`: `go tool pprof -http=: -diff_base …-base.pb.gz …-final.pb.gz`
 * opens them, and a page shows what grew between them. Returns their paths.
 */
export function keepProfiles(
  { files }: TakenLegs,
  keeping: {
    readonly name: string
    readonly isDumpKept: boolean
    readonly dump: Uint8Array | undefined
  },
): readonly string[] {
  const { name, isDumpKept, dump } = keeping
  const kept = files.map((file) => keepWhole(name, file.name, file.bytes))
  if (isDumpKept && dump) kept.push(keepWhole(name, 'heapdump', dump))
  return kept
}
