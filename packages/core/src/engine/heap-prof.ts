/** Whether `--heap-prof` records: V8 has one sampling profiler, and to stop ours would end that one and lose its file. */
export function runsHeapProf(): boolean {
  const flags = [...process.execArgv, ...(process.env['NODE_OPTIONS'] ?? '').split(' ')]
  return flags.some((flag) => flag.startsWith('--heap-prof'))
}
