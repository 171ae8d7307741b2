import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type GoroutineGroup, parseGoroutines } from '../profile/goroutines.ts'
import type { Instance } from './instance.ts'

interface Wanted {
  readonly folder: string
  readonly name: string
}

/** Goroutines with their stacks, of the profile of that name; undefined where the program offers none. */
export async function profileText(
  instance: Instance,
  wanted: Wanted,
): Promise<readonly GoroutineGroup[] | undefined> {
  const text = await writeProfile(instance, { ...wanted, debug: 2 })
  return text && parseGoroutines((await text()).toString('utf8'))
}

/** Has the profile written, and returns what reads it; undefined where the program offers none. */
export async function writeProfile(
  { agent, pprof }: Instance,
  { folder, name, debug }: Wanted & { readonly debug: 1 | 2 },
): Promise<(() => Promise<Buffer>) | undefined> {
  if (agent === undefined) {
    const page = await pprof?.page(`${name}?debug=${debug}`)
    return page && (async () => page)
  }
  const file = join(folder, `${name}.txt`)
  await agent.profile(name, debug, file)
  return () => readFile(file)
}
