import { vi } from 'vitest'

/** What Vitest notes of mocks, which it would keep of every repetition until the test file ends. */
export interface MockNotes {
  /** Before a test is repeated: the mocks that there are by now stay Vitest's. */
  begin(): void
  /**
   * After each run: the calls of mocks, and whatever was made by the run before the one that has just ended. The mocks of the latest
   * stay, for hooks may clear or restore at the beginning of a run what the last one has made.
   */
  forget(): void
}

/**
 * Vitest 3 and 4 keep every mock, and go over all of them to clear their calls: 2,000 of them took 80 ms before each repetition while
 * allocations were recorded. All versions keep how to restore every spy. Neither forgets what was restored.
 */
export function followMocks(): MockNotes {
  const probe = vi.fn()
  const cleared = registryBehind(() => vi.clearAllMocks())
  // Vitest 5 holds mocks weakly, and goes over those alone that were called.
  const mocks = cleared?.delete(probe) ? cleared : undefined
  const restored = registryBehind(() => vi.restoreAllMocks())
  const registries = [...new Set([mocks, restored])].filter((one) => one !== undefined)
  let kept: ReadonlySet<unknown> = new Set()
  let before = new Set<unknown>()
  let latest = new Set<unknown>()

  function forgetIn(registry: Registry): void {
    for (const entry of registry) {
      if (kept.has(entry)) continue
      if (before.has(entry)) registry.delete(entry)
      else latest.add(entry)
    }
  }

  return {
    begin() {
      kept = new Set(registries.flatMap((registry) => [...registry]))
      before.clear()
    },
    forget() {
      if (mocks) clearCalled(mocks)
      else vi.clearAllMocks()
      for (const registry of registries) forgetIn(registry)
      const gone = before
      before = latest
      latest = gone
      latest.clear()
    },
  }
}

type Registry = Set<unknown>

/** To clear a mock makes new arrays: of thousands that no run has called, nothing must be made. */
function clearCalled(mocks: Registry): void {
  for (const mock of mocks) {
    if (vi.isMockFunction(mock) && mock.mock.calls.length > 0) mock.mockClear()
  }
}

/**
 * The set that Vitest goes over, which nothing hands out: it is asked to, and stopped before the first entry. Undefined where
 * the set is of another realm, as in a pool of vm contexts.
 */
function registryBehind(goOver: () => unknown): Registry | undefined {
  const { forEach, [Symbol.iterator]: iterate } = Set.prototype
  const stopped = new Error('stopped')
  let found: Registry | undefined
  function stop(this: Registry): never {
    found = this
    throw stopped
  }
  Object.assign(Set.prototype, { forEach: stop, [Symbol.iterator]: stop })
  try {
    goOver()
  } catch (error) {
    if (error !== stopped) throw error
  } finally {
    Object.assign(Set.prototype, { forEach, [Symbol.iterator]: iterate })
  }
  return found
}
