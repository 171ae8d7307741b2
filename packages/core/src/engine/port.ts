/** What the engine waits for: the driver awaits it, or a synchronous check never yields one. */
export type Wait = PromiseLike<unknown>

/** An inspector of whatever is measured: this isolate's answers in the same job, others later. */
export interface Port {
  /** Throws when the command fails. */
  ask<Result>(method: string, params?: object): Generator<Wait, Result, unknown>
  on<Params>(event: string, listener: (params: Params) => void): void
  close(): void
}
