import { type LeakOptions, setDefaults } from '@plateau/core/browser'
import { READABLE_IN_PAGE } from './page-probes.ts'

/**
 * Sets the defaults for every later check in this test file's page; a call's own options win.
 * Calling it again replaces only the options that it names. Throws `MisuseError`.
 */
export function configure(defaults: LeakOptions): void {
  setDefaults(defaults, READABLE_IN_PAGE)
}
