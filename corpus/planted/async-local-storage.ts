// holder: active \(Set\)
import { AsyncLocalStorage } from 'node:async_hooks'

interface RequestContext {
  readonly requestId: string
  readonly timings: number[]
}

class Tracing {
  readonly #storage = new AsyncLocalStorage<RequestContext>()
  protected readonly active = new Set<RequestContext>()
  #requests = 0

  async trace(handle: () => Promise<void>): Promise<void> {
    const context = { requestId: `r-${this.#requests++}`, timings: [] } // <- leaks
    this.active.add(context) // <- leaks
    await this.#storage.run(context, handle)
    this.ended(context)
  }

  mark(elapsedMs: number): void {
    this.#storage.getStore()?.timings.push(elapsedMs)
  }

  protected ended(_context: RequestContext): void {}
}

class TidyTracing extends Tracing {
  protected override ended(context: RequestContext): void {
    this.active.delete(context)
  }
}

async function request(tracing: Tracing): Promise<void> {
  await tracing.trace(async () => {
    tracing.mark(1)
    await Promise.resolve()
    tracing.mark(2)
  })
}

export const leaky = {
  name: 'stores of requests that have ended',
  setup: () => new Tracing(),
  run: request,
}

export const repaired = {
  name: 'stores go with their requests',
  setup: () => new TidyTracing(),
  run: request,
}
