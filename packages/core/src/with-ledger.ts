import { knownIn } from './known-file.ts'
import type { LeakOptions } from './options.ts'

/** What the project's ledger accepts is accepted beside what the call itself does. A misuse goes on as it is. */
export function withLedger(options: LeakOptions | undefined): LeakOptions | undefined {
  const ledger = knownIn()
  const isMisuse = options !== undefined && (typeof options !== 'object' || options === null)
  if (ledger.length === 0 || isMisuse || (options?.known && !Array.isArray(options.known))) {
    return options
  }
  return { ...options, known: [...(options?.known ?? []), ...ledger] }
}
