// What is used of Vitest's runner, which 3, 4 and 5 describe by different names.

export interface TaskResult {
  state: string
  errors?: { readonly message?: string }[] | undefined
  note?: string | undefined
  /** Of Vitest 5: one for each repetition. */
  readonly attempts?: unknown[]
}

interface TaskBase {
  readonly name: string
  readonly mode: string
  readonly file: File
  readonly suite?: Suite
  concurrent?: boolean
  result?: TaskResult
}

export interface Test extends TaskBase {
  readonly type: 'test' | 'custom'
  readonly fails?: boolean
  readonly context?: { readonly signal?: AbortSignal }
  /** Compared with the number of repetitions before each. */
  repeats?: unknown
  retry?: unknown
}

export interface Suite extends TaskBase {
  readonly type: 'suite'
  readonly tasks: readonly (Suite | Test)[]
}

export interface File extends Suite {
  readonly filepath: string
}

export interface TryOptions {
  readonly retry: number
  readonly repeats: number
}

/** The hooks of a runner that ours extends. */
interface Runner {
  readonly config?: { readonly testNamePattern?: RegExp | undefined }
  onCollected?(files: File[]): unknown
  onBeforeRunTask?(test: Test): unknown
  onBeforeTryTask?(test: Test, options: TryOptions): unknown
  onAfterRunTask?(test: Test): unknown
  onTaskUpdate?(packs: unknown[], events: unknown[]): unknown
  onAfterRunFiles?(files: File[]): unknown
}

export type RunnerClass = new (config: unknown) => Runner
