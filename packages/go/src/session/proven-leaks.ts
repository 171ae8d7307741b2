import { stackKey } from '../explain/stack-key.ts'
import type { GoroutineGroup } from '../profile/goroutines.ts'
import type { Instance } from './instance.ts'
import { profileText, writeProfile } from './profile-text.ts'

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
  const marked = (await markedGoroutines(instance, folder)) ?? []
  const leaked = new Set(marked.filter(isLeaked).map(({ stack }) => stackKey(stack)))
  return dumps.map((groups) =>
    groups.map((group) =>
      leaked.has(stackKey(group.stack)) ? { ...group, isProvenLeaked: true } : group,
    ),
  )
}

/** Those alone that Go has proven leaked; none where this Go proves nothing. */
export async function provenLeaks(
  instance: Instance,
  folder: string,
): Promise<readonly GoroutineGroup[]> {
  const marked = await markedGoroutines(instance, folder)
  return (marked ?? []).filter(isLeaked)
}

/** All goroutines, those marked that Go has proven leaked; undefined where this Go proves nothing. */
export async function markedGoroutines(
  instance: Instance,
  folder: string,
): Promise<readonly GoroutineGroup[] | undefined> {
  try {
    // The first answer may miss goroutines that hold each other's last reference. It is not read, so the short form does.
    const first = await writeProfile(instance, { folder, name: 'goroutineleak', debug: 1 })
    return first && (await profileText(instance, { folder, name: 'goroutineleak' }))
  } catch {
    return undefined
  }
}

function isLeaked({ isProvenLeaked }: GoroutineGroup): boolean {
  return isProvenLeaked
}
