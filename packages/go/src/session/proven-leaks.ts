import { stackKey } from '../explain/stack-key.ts'
import type { GoroutineGroup } from '../profile/goroutines.ts'
import type { Instance } from './instance.ts'
import { profileText } from './profile-text.ts'

/** The first answer may miss goroutines that hold each other's last reference. */
const ASKED_TIMES = 2

/**
 * The dumps with those goroutines marked that Go itself proves to be leaked: nothing can wake them. Only
 * Go 1.27 and later have that profile, and 1.26 built with GOEXPERIMENT=goroutineleakprofile. After it no heap dump may be
 * taken: Go 1.27 crashes.
 */
export async function markProvenLeaks(
  dumps: readonly (readonly GoroutineGroup[])[],
  instance: Instance,
  folder: string,
): Promise<readonly (readonly GoroutineGroup[])[]> {
  const proven = (await provenLeaks(instance, folder)) ?? []
  const leaked = new Set(proven.map(({ stack }) => stackKey(stack)))
  return dumps.map((groups) =>
    groups.map((group) =>
      leaked.has(stackKey(group.stack)) ? { ...group, isProvenLeaked: true } : group,
    ),
  )
}

/** Those alone that Go has proven leaked; undefined where this Go proves nothing. */
export async function provenLeaks(
  instance: Instance,
  folder: string,
): Promise<readonly GoroutineGroup[] | undefined> {
  let proven: readonly GoroutineGroup[] = []
  for (let asked = 0; asked < ASKED_TIMES; asked++) {
    const found = await profileText(instance, { folder, name: 'goroutineleak' }).catch(
      () => undefined,
    )
    if (found === undefined) return undefined
    proven = found
  }
  return proven.filter(isLeaked)
}

function isLeaked({ isProvenLeaked }: GoroutineGroup): boolean {
  return isProvenLeaked
}
