import { isMainThread } from 'node:worker_threads'

let known: readonly string[] | undefined

/**
 * The flags this process was started with, NODE_OPTIONS first, spelled with dashes. Flags that were
 * changed at run time are not among them: V8 offers no way to read those.
 */
export function launchFlags(): readonly string[] {
  known ??= readLaunchFlags()
  return known
}

function readLaunchFlags(): readonly string[] {
  const fromEnvironment = (process.env['NODE_OPTIONS'] ?? '').split(/\s+/).filter(Boolean)
  return [...fromEnvironment, ...processFlags(), ...process.execArgv].map((flag) =>
    flag.startsWith('--') ? `--${flag.slice(2).replaceAll('_', '-')}` : flag,
  )
}

/** V8's flags belong to the process; a worker's `execArgv` may be its own. Its report knows the command line. */
function processFlags(): readonly string[] {
  if (isMainThread) return []
  try {
    const report = process.report.getReport() as unknown as {
      header: { commandLine: readonly string[] }
    }
    return report.header.commandLine.filter((part) => part.startsWith('--'))
  } catch {
    return []
  }
}

/**
 * Whether V8 refuses every change of its flags. Changing one all the same does not throw:
 * V8 aborts the process, so this must be asked first.
 */
export function v8FlagsAreFrozen(): boolean {
  return launchFlags().includes('--freeze-flags-after-init')
}
