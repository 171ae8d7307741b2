import fs from 'node:fs'
import type { Probe } from './probe.ts'

/** Where the system lists this process's own descriptors: Linux, then macOS and the BSDs. */
const DIRECTORIES = ['/proc/self/fd', '/dev/fd'] as const

/** Open file descriptors, or `undefined` where the system does not list them (Windows). */
export function fileDescriptorsProbe(): Probe | undefined {
  const directory = DIRECTORIES.find(canList)
  if (directory === undefined) return undefined
  return {
    name: 'fds',
    unit: 'count',
    isProcessWide: true,
    read: () => fs.readdirSync(directory).length,
  }
}

function canList(directory: string): boolean {
  try {
    return fs.readdirSync(directory).length > 0
  } catch {
    return false
  }
}
