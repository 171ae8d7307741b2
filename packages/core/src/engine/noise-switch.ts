import v8 from 'node:v8'
import { launchFlags, v8FlagsAreFrozen } from '@plateau/expose-gc-wrapper'

/**
 * What moves the heap while nothing leaks: machine code of three compilers, bytecode that is flushed
 * and compiled again, and feedback vectors that appear when a function turns warm. Switched off, the
 * heap after a collection repeats to the byte for most scenarios (35 of 35 readings; with V8's
 * defaults 35 of 35 differ for an HTTP loop).
 */
const COMPILERS = ['opt', 'maglev', 'sparkplug'] as const
const LATE = ['flush-bytecode', 'lazy-feedback-allocation'] as const

/** A function that is inlined vanishes from every stack, and with it the line that allocates. */
const INLINING = ['turbo-inlining', 'maglev-inlining'] as const

/** V8 knows some flags by another name too. */
const ALIASES: Readonly<Record<string, readonly string[]>> = { opt: ['turbofan'] }

/** Turns the noise off. Set again before every batch: other code in this process may set flags too. */
export function silenceEngine(): void {
  if (v8FlagsAreFrozen()) return
  for (const flag of switchable()) v8.setFlagsFromString(`--no-${flag}`)
}

/**
 * Restores what the launch flags imply, else V8's defaults: flags cannot be read back. Code compiled
 * meanwhile is optimized again as soon as it runs hot.
 */
export function restoreEngine(): void {
  if (v8FlagsAreFrozen()) return
  const launched = launchFlags()
  for (const flag of [...switchable(), ...INLINING]) {
    v8.setFlagsFromString(isOnByLaunch(flag, launched) ? `--${flag}` : `--no-${flag}`)
  }
}

/**
 * Compiles as usual, but each function by itself, and with its feedback vector from its first call: one that turns warm
 * later, in the midst of what is counted, would leave objects of its own.
 */
export function compileUninlined(): void {
  if (v8FlagsAreFrozen()) return
  restoreEngine()
  for (const flag of [...INLINING, ...LATE]) v8.setFlagsFromString(`--no-${flag}`)
}

/** Without a compiler at all, none may be switched on again: V8 would abort. */
function switchable(): readonly string[] {
  const launched = launchFlags()
  const hasNoCompiler = launched.includes('--jitless') || launched.includes('--lite-mode')
  return hasNoCompiler ? LATE : [...COMPILERS, ...LATE]
}

function isOnByLaunch(flag: string, launched: readonly string[]): boolean {
  const names = [flag, ...(ALIASES[flag] ?? [])]
  const on = Math.max(...names.map((name) => launched.lastIndexOf(`--${name}`)))
  const off = Math.max(
    ...names
      .flatMap((name) => [`--no-${name}`, `--no${name}`])
      .map((no) => launched.lastIndexOf(no)),
  )
  if (on !== off) return on > off
  // Node 20 and 22 are built without Maglev: there its default is off.
  if (flag === 'maglev' && !('deno' in process.versions))
    return buildVariables()['v8_enable_maglev'] === 1
  return true
}

function buildVariables(): Record<string, unknown> {
  // Deno and Bun have none.
  return (process.config?.variables ?? {}) as unknown as Record<string, unknown>
}
