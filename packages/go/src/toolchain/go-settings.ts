import { TargetError } from '@plateau/core'
import { type GoCommandPlace, runGo } from './run-go.ts'

/** What `go env` says, that is with the user's own defaults. */
export type GoSettings = Readonly<Record<string, string>>

/** Throws `TargetError` for flags that a measured program cannot be built with. */
export async function readGoSettings(
  command: string,
  place: GoCommandPlace,
  flags: readonly string[],
): Promise<GoSettings> {
  const settings = JSON.parse(await runGo(command, ['env', '-json'], place)) as GoSettings
  const inherited = (settings['GOFLAGS'] ?? '').split(/\s+/)
  for (const [source, given] of [
    ['flags', flags],
    ['GOFLAGS', inherited],
  ] as const) {
    refuse(source, given)
  }
  return settings
}

const REFUSED: Readonly<Record<string, string>> = {
  race: 'it changes what is allocated. Build without it',
  msan: 'it changes what is allocated. Build without it',
  asan: 'it changes what is allocated. Build without it',
  cover: 'its counters change what is measured. Build without it',
  coverpkg: 'its counters change what is measured. Build without it',
  covermode: 'its counters change what is measured. Build without it',
  overlay: 'Plateau adds its agent by one of its own. Build the program yourself and give bin',
  o: 'Plateau chooses where the binary is written. Leave it out',
}

function refuse(source: string, given: readonly string[]): void {
  for (const flag of given) {
    const name = /^--?([a-z]+)(?:=(?!false)|$)/.exec(flag)?.[1]
    const reason = name === undefined ? undefined : REFUSED[name]
    if (reason !== undefined) {
      throw new TargetError(`${source} must not have ${flag}: ${reason}.`)
    }
  }
}
