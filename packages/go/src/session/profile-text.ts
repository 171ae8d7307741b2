import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { type GoroutineGroup, parseGoroutines } from '../profile/goroutines.ts'
import type { Instance } from './instance.ts'

/** Goroutines with their stacks, of the profile of that name; undefined where the program offers none. */
export async function profileText(
  { agent, pprof }: Instance,
  { folder, name }: { readonly folder: string; readonly name: string },
): Promise<readonly GoroutineGroup[] | undefined> {
  if (agent === undefined) {
    const page = await pprof?.page(`${name}?debug=2`)
    return page && parseGoroutines(page.toString('utf8'))
  }
  const file = join(folder, `${name}.txt`)
  await agent.profile(name, 2, file)
  return parseGoroutines(await readFile(file, 'utf8'))
}
