// A busy machine: what `--busy` means wherever a command has it.
import { spawn } from 'node:child_process'

/** Ends with the process that started it: one that was left behind would burn on beside whatever is measured next. */
const BURNER = 'const { ppid } = process; while (process.ppid === ppid) Math.sqrt(Math.random())'

/** Two processes that use a whole processor each. */
export function startBurners() {
  return [1, 2].map(() => spawn(process.execPath, ['-e', BURNER], { stdio: 'ignore' }))
}
