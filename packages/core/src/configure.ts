import { type Readable, validateOptions } from './option-checks.ts'
import type { LeakOptions } from './options.ts'
import { processState } from './process-state.ts'

/**
 * Sets the project's defaults for every later check in this process; a call's own options win.
 * Calling it again replaces only the options that it names. Throws `MisuseError`.
 */
export function configure(defaults: LeakOptions): void {
  setDefaults(defaults)
}

/** As `configure`, where other probes than those of this process can be read. */
export function setDefaults(defaults: LeakOptions, readable?: Readable): void {
  const state = processState()
  state.defaults = { ...state.defaults, ...validateOptions(defaults, readable) }
}
