import { MisuseError } from '../errors.ts'
import { describe } from '../scenario.ts'

/** Objects that are looked for after a collection, without being held. */
export type WeakThings = readonly WeakRef<object>[]

/** Throws `MisuseError` for what can never be collected, or always is. */
export function weakThing(thing: unknown, asker: string): WeakRef<object> {
  if ((typeof thing !== 'object' && typeof thing !== 'function') || thing === null) {
    throw new MisuseError(
      `${asker} takes an object, received ${describe(thing)}: a primitive value is no object and has no life of its own. Pass the object that holds it.`,
    )
  }
  const name = nameOfPermanent(thing)
  if (name !== undefined) {
    throw new MisuseError(
      `${asker} received ${name}, which lives as long as the program: it can never be collected. Pass an object that the code under test makes.`,
    )
  }
  return new WeakRef(thing)
}

/** The objects of a setup's result: one, or each of an array. */
export function weakThings(result: unknown, asker: string): WeakThings {
  if (!Array.isArray(result) || result.length === 0) return [weakThing(result, asker)]
  return result.map((thing: unknown) => weakThing(thing, asker))
}

/** Globals, and what the language itself is made of. No getter of a global is called. */
function nameOfPermanent(thing: object): string | undefined {
  if (thing === globalThis) return 'globalThis'
  for (const name of Object.getOwnPropertyNames(globalThis)) {
    const global: unknown = Object.getOwnPropertyDescriptor(globalThis, name)?.value
    if (!isBuiltIn(global, name)) continue
    if (global === thing) return name
    if (typeof global === 'function' && global.prototype === thing) return `${name}.prototype`
  }
  return undefined
}

/** A variable that a test put there is one that it can remove again. */
function isBuiltIn(global: unknown, name: string): boolean {
  if (typeof global === 'function') return /\{\s*\[native code\]\s*\}\s*$/.test(String(global))
  return BUILT_IN_OBJECTS.has(name)
}

const BUILT_IN_OBJECTS: ReadonlySet<string> = new Set([
  'Atomics',
  'Intl',
  'JSON',
  'Math',
  'Reflect',
  'WebAssembly',
  'console',
  'global',
  'process',
])
