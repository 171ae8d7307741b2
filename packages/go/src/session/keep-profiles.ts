import { keepWhole } from '@plateau/core/attribution'
import { decodeProfile } from '../profile/decode-profile.ts'
import { profilePage } from '../report/profile-page.ts'
import { stackPairs } from '../report/stack-pairs.ts'
import type { TakenLegs } from './take-legs.ts'

/**
 * Leaves the profiles in `.plateau/`: `go tool pprof -http=: -diff_base …-base.pb.gz …-final.pb.gz`
 * opens them, and a page shows what grew between them. Returns their paths.
 */
export function keepProfiles(
  { files, iterations, settled }: TakenLegs,
  target: string,
  dump: Uint8Array | undefined,
): readonly string[] {
  // Of './api' no file is made that is hidden.
  const name = target.replace(/^[./\\]+/, '')
  const kept = files.map((file) => keepWhole(name, file.name, file.bytes))
  const [base, final] = files.filter((file) => /^(?:base|final)\./.test(file.name))
  if (base && final) {
    const stacks = stackPairs(decodeProfile(base.bytes), decodeProfile(final.bytes))
    const page = profilePage({ title: name, iterations: iterations * (settled.length - 1), stacks })
    kept.push(keepWhole(name, 'html', page))
  }
  if (dump) kept.push(keepWhole(name, 'heapdump', dump))
  return kept
}
