import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { MisuseError } from '@plateau/core'
import { decodeProfile, type Profile } from '../profile/decode-profile.ts'

/** Throws `MisuseError`, naming the file, where it is no heap profile. */
export function readHeapProfile(file: string, cwd: string): Profile {
  const bytes = bytesOf(file, cwd)
  const profile = decoded(bytes, file)
  const types = profile.sampleTypes.map(({ type }) => type)
  if (types.includes('inuse_space') && types.includes('inuse_objects')) return profile
  throw new MisuseError(
    `'${file}' is ${kindOf(types)}, not a heap profile. Take /debug/pprof/heap?gc=1, or pprof.WriteHeapProfile.`,
  )
}

function bytesOf(file: string, cwd: string): Buffer {
  try {
    return readFileSync(resolve(cwd, file))
  } catch (error) {
    throw new MisuseError(`'${file}' cannot be read: ${(error as Error).message}.`)
  }
}

function decoded(bytes: Buffer, file: string): Profile {
  try {
    return decodeProfile(bytes)
  } catch (error) {
    throw new MisuseError(`'${file}': ${(error as Error).message}`)
  }
}

function kindOf(types: readonly string[]): string {
  if (types.includes('cpu')) return 'a CPU profile'
  if (types.includes('goroutine')) return 'a goroutine profile'
  if (types.includes('contentions')) return 'a profile of blocking or of locks'
  return `a profile of ${types.join(' and ')}`
}
