import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { isMainThread } from 'node:worker_threads'
import { sha256 } from '../sha-256.ts'
import type { LoopEnvironment } from './loop-environment.ts'

/** What may change whether a leak can be seen, in a few letters. */
export function environmentHash({ key = '' }: LoopEnvironment): string {
  const { version, platform, arch, execArgv, env } = process
  const flags = [...execArgv, env['NODE_OPTIONS'] ?? '', String(isMainThread)]
  return sha256([key, version, platform, arch, ...flags].join('\n')).slice(0, 12)
}

/** What an earlier self-test of this very environment found; undefined where none passed, or a new one is asked for. */
export function earlierSelfTest(environment: LoopEnvironment): string | undefined {
  if (environment.key === undefined || environment.only !== undefined) return undefined
  try {
    return readFileSync(fileOf(environment), 'utf8')
  } catch {
    return undefined
  }
}

/** Notes what was found. Where nothing can be written, it is found anew each time. */
export function rememberSelfTest(found: string, environment: LoopEnvironment): void {
  if (environment.key === undefined) return
  try {
    mkdirSync(folderOf(environment), { recursive: true })
    writeFileSync(fileOf(environment), found)
  } catch {
    // A folder that is read-only.
  }
}

function folderOf({ cwd }: LoopEnvironment): string {
  return join(cwd, 'node_modules', '.cache', 'plateau', 'self-test')
}

function fileOf(environment: LoopEnvironment): string {
  return join(folderOf(environment), environmentHash(environment))
}
