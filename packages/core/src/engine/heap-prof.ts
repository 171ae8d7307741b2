/** Whether `--heap-prof` records: V8 has one sampling profiler, and to stop ours would end that one and lose its file. */
export function runsHeapProf(): boolean {
  return hasHeapProf([...(process.env['NODE_OPTIONS'] ?? '').split(' '), ...process.execArgv])
}

/** Of Node's flags the last word counts. node:test hands its children the settings of the profile without the flag. */
export function hasHeapProf(flags: readonly string[]): boolean {
  const words = flags.filter((flag) => /^--(no-)?heap[-_]prof(=|$)/.test(flag))
  return words.at(-1)?.startsWith('--heap') ?? false
}
