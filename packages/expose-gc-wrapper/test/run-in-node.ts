import { spawnSync } from 'node:child_process'

/** The package's source, for the scripts that are run. */
export const SOURCE = new URL('../src/index.ts', import.meta.url).href

export interface Ended {
  readonly status: number | null
  readonly signal: NodeJS.Signals | null
  readonly stdout: string
  readonly stderr: string
}

/** Runs a module in a Node of its own, launched with these flags, from the packages' sources. */
export function runInNode(script: string, flags: readonly string[] = []): Ended {
  const { status, signal, stdout, stderr } = spawnSync(
    process.execPath,
    ['--conditions=source', ...flags, '--input-type=module', '--eval', script],
    { encoding: 'utf8' },
  )
  return { status, signal, stdout: stdout.trim(), stderr }
}
