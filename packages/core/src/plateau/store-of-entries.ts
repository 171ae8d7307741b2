import type { Growth } from './verdict.ts'

/** The store whose entries alone prove growth: a table may hold more of them for long without a byte. */
export function storeOfEntries({ types, interval: [low] }: Growth): string | undefined {
  return low <= 0 ? types?.[0] : undefined
}
