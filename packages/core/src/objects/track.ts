/// <reference lib="esnext.disposable" preserve="true" />
import { MisuseError } from '../errors.ts'
import { describe } from '../scenario.ts'

/** Thrown for a tracked object that was not disposed of in time. */
export class UndisposedError extends Error {
  readonly code = 'PLATEAU_UNDISPOSED'
  override readonly name = 'UndisposedError'
}

/** A tracked object, whose end is demanded when this goes out of scope: `using leak = track(object)`. */
export interface Tracked {
  /** Whether it was disposed of by now. */
  readonly isDisposed: boolean
  /** Notes that it was, where no method of it says so. */
  disposed(): void
  /** Throws `UndisposedError` where it was not. */
  [Symbol.dispose](): void
}

/** The methods that end an object's life, the language's own first. */
const ENDS: readonly (string | symbol | undefined)[] = [
  Symbol.dispose,
  Symbol.asyncDispose,
  'dispose',
  'destroy',
  'close',
  'end',
  'terminate',
  'disconnect',
  'unsubscribe',
  'stop',
  'abort',
]

/**
 * Notes where it was called, and demands that the object is disposed of (by its `[Symbol.dispose]()`, `dispose()`,
 * `destroy()`, `close()` or the like, or by the method named in `by`) before the returned value goes out of scope.
 */
export function track(object: object, { by }: { readonly by?: string | symbol } = {}): Tracked {
  if ((typeof object !== 'object' && typeof object !== 'function') || object === null) {
    throw new MisuseError(`track(object) takes an object, received ${describe(object)}.`)
  }
  const ends = (by === undefined ? ENDS : [by]).filter(
    (name): name is string | symbol =>
      name !== undefined && typeof (object as Methods)[name] === 'function',
  )
  if (ends.length === 0) throw new MisuseError(withoutEnd(object, by))
  if (!Object.isExtensible(object)) {
    throw new MisuseError(
      'track(object) cannot watch a frozen object: its methods cannot be followed. Track what it is made of.',
    )
  }
  const made = new Error('tracked here')
  Error.captureStackTrace?.(made, track)
  // Read at once: until then V8 keeps the frames, and thus what they hold.
  const stack = framesOf(made)
  const type = object.constructor?.name ?? 'object'
  return watch(object, ends, (tracked) => {
    if (tracked.isDisposed) return
    const names = ends.map(nameOfMethod).join(' or ')
    throw new UndisposedError(
      `expected ${type} to be disposed of by the end of the test, but ${names} was never called\n  created at\n${stack}`,
    )
  })
}

type Methods = Record<string | symbol, unknown>

/** Each method is replaced by one that notes its call; the object is as before once one was called. */
function watch(
  object: object,
  ends: readonly (string | symbol)[],
  demand: (tracked: Tracked) => void,
): Tracked {
  let isDisposed = false
  const tracked: Tracked = {
    get isDisposed() {
      return isDisposed
    },
    disposed() {
      isDisposed = true
      for (const name of ends) restore(object, name, before.get(name))
    },
    [dispose]: () => demand(tracked),
  } as Tracked
  const before = new Map<string | symbol, PropertyDescriptor | undefined>()
  for (const name of ends) {
    const original = (object as Methods)[name] as (...given: unknown[]) => unknown
    before.set(name, Object.getOwnPropertyDescriptor(object, name))
    Object.defineProperty(object, name, {
      configurable: true,
      writable: true,
      enumerable: false,
      value(this: unknown, ...given: unknown[]) {
        tracked.disposed()
        return original.apply(this, given)
      },
    })
  }
  return tracked
}

/** Node 20 and 22 have it under this name as well. */
const dispose: typeof Symbol.dispose = Symbol.dispose ?? Symbol.for('nodejs.dispose')

function restore(object: object, name: string | symbol, own: PropertyDescriptor | undefined): void {
  if (own) Object.defineProperty(object, name, own)
  else delete (object as Methods)[name]
}

function nameOfMethod(name: string | symbol): string {
  return typeof name === 'symbol' ? `[${name.description}]()` : `${name}()`
}

function framesOf(made: Error): string {
  const frames = (made.stack ?? '').split('\n').filter((line) => /^\s+at /.test(line))
  return frames.slice(0, 6).join('\n')
}

function withoutEnd(object: object, by: string | symbol | undefined): string {
  const type = object.constructor?.name ?? 'object'
  return by === undefined
    ? `track(object) found no method that ends ${type}: name it, track(object, { by: 'release' }), or call disposed() on what track returns.`
    : `track(object, { by: '${String(by)}' }) found no such method on ${type}.`
}
