import type { Frame } from './allocation-profile.ts'
import { originOf } from './script-directory.ts'

export function isUsers(url: string): boolean {
  const origin = originOf(url)
  return origin === 'user' || origin === 'package'
}

/** The innermost function that is not of Node or of Plateau. */
export function userFrame(frames: readonly Frame[]): Frame | undefined {
  return frames.find(({ url }) => isUsers(url))
}

/** The innermost function of the project itself, where a package's function allocates. */
export function projectFrame(frames: readonly Frame[]): Frame | undefined {
  return frames.find(({ url }) => originOf(url) === 'user')
}
