interface WorkerState {
  /** Of Vitest 4 and 5. */
  readonly evaluatedModules?: {
    getModuleSourceMapById(id: string): { readonly map?: unknown } | null | undefined
  }
}

/** Vitest serves modules without their maps; its worker keeps them by file. Vitest 3 leaves them in the modules. */
export function sourceMapOf(file: string): unknown {
  const { __vitest_worker__: worker } = globalThis as { __vitest_worker__?: WorkerState }
  return worker?.evaluatedModules?.getModuleSourceMapById(file)?.map ?? undefined
}
