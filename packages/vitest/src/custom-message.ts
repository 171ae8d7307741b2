import { chai } from 'vitest'

/** The second argument of `expect(scenario, 'message')`; Vitest 3 tells it to no matcher. */
export function customMessage(assertion: unknown): string | undefined {
  if (typeof assertion !== 'object' || assertion === null) return undefined
  const message: unknown = chai.util.flag(assertion, 'message')
  return typeof message === 'string' ? message : undefined
}

/** Vitest puts the message before what a matcher returns; this puts it before what ours throws. */
export function withMessage(error: unknown, message: string | undefined): unknown {
  const { code } = (error ?? {}) as { code?: unknown }
  if (message !== undefined && typeof code === 'string' && code.startsWith('PLATEAU_')) {
    const ours = error as Error
    ours.message = `${message}: ${ours.message}`
  }
  return error
}
