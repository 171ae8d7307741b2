import type { InspectorSession } from '../engine/inspector-session.ts'
import { idOfLive } from '../engine/live-object.ts'
import { realms } from '../witness/realms.ts'

/** What an object holds beside its properties. */
export interface Inside {
  /** The script of a function. */
  readonly scriptId: number | undefined
  readonly held: readonly HeldInside[]
}

export interface HeldInside {
  readonly key: string
  readonly name: string
  readonly value: unknown
  /** The variable is one of a whole module, rather than of a call. */
  readonly isOfModule: boolean
}

/** Asks the inspector for variables, private fields, entries of weak stores and what a proxy stands for: no code of the user's runs. */
export interface Insides {
  of(object: object): Inside
  /** How many were asked for. */
  readonly asked: number
  /** Lets go of all that was told. */
  release(): void
}

/** What a proxy stands for. */
export const TARGET = 'the target'

const TAKEN = '__plateauTaken'
const GROUP = 'plateau-reach'
const TAKE = `function (...values) { globalThis.${TAKEN} = values.length > 0 ? values : this }`
const NOTHING: Inside = { scriptId: undefined, held: [] }

export function askInsides(session: InspectorSession): Insides {
  const scope = globalThis as unknown as Record<string, unknown>
  const realm = realms().at(-1)
  let asked = 0

  /** Values that the inspector names, as they are in this realm. */
  function take(objectId: string, values: readonly string[] = []): unknown {
    const args = values.map((value) => ({ objectId: value }))
    const params = { objectId, functionDeclaration: TAKE, arguments: args, objectGroup: GROUP }
    session.post('Runtime.callFunctionOn', params)
    return scope[TAKEN]
  }

  function inside(object: object): Inside {
    const objectId = idOfLive(session, object, { objectGroup: GROUP, ...realm })
    if (objectId === undefined) return NOTHING
    const told = session.post<Told>('Runtime.getProperties', { objectId, ownProperties: true })
    const { internalProperties = [], privateProperties = [] } = told
    const internal = (name: string) => internalProperties.find((one) => one.name === name)?.value
    const within = (name: string) => {
      const id = internal(name)?.objectId
      return id === undefined ? [] : Array.from(take(id) as ArrayLike<object>)
    }
    const fields = privateProperties.filter(({ value }) => value?.objectId !== undefined)
    const ids = fields.map(({ value }) => value?.objectId as string)
    const values = ids.length > 0 ? (take(objectId, ids) as readonly unknown[]) : []
    const bound = internal('[[TargetFunction]]')?.objectId
    const target = internal('[[Target]]')?.objectId
    const place = internal('[[FunctionLocation]]')?.value as { scriptId?: string } | undefined
    return {
      scriptId: place?.scriptId === undefined ? undefined : Number(place.scriptId),
      held: [
        ...fields.map(({ name }, at) => heldAs(name, values[at])),
        ...variablesOf(within('[[Scopes]]') as readonly Scope[]),
        ...entriesOf(within('[[Entries]]') as readonly Entry[]),
        ...(bound === undefined ? [] : [heldAs('bound function', take(bound))]),
        ...(target === undefined ? [] : [heldAs(TARGET, take(target))]),
      ],
    }
  }

  return {
    of(object) {
      asked++
      try {
        return inside(object)
      } catch {
        // What cannot be asked is told by nothing else: the walk goes on without it.
        return NOTHING
      }
    },
    get asked() {
      return asked
    },
    release() {
      delete scope[TAKEN]
      session.post('Runtime.releaseObjectGroup', { objectGroup: GROUP })
    },
  }
}

interface RemoteValue {
  readonly objectId?: string
  readonly value?: unknown
}

interface Told {
  readonly internalProperties?: readonly { readonly name: string; readonly value?: RemoteValue }[]
  readonly privateProperties?: readonly { readonly name: string; readonly value?: RemoteValue }[]
}

interface Scope {
  readonly description: string
  readonly object: Readonly<Record<string, unknown>>
}

interface Entry {
  readonly value?: unknown
}

/** The realm's own variables are reached from elsewhere, and a closure of no name is what a runner wraps a module in. */
function variablesOf(scopes: readonly Scope[]): readonly HeldInside[] {
  const own = scopes.filter((scope) => !/^Global/.test(scope.description) && !isWrapper(scope))
  return own.flatMap(({ description, object }, at) => {
    const isOfModule = at === own.length - 1 && !description.includes('(')
    return Object.keys(object).map((name) => {
      return { key: `variable ${at} ${name}`, name, value: object[name], isOfModule }
    })
  })
}

/** Vite's function around a module has a scope of its own where the module calls `import()`. */
function isWrapper({ object }: Scope): boolean {
  const names = Object.keys(object)
  return names.length > 0 && names.every((name) => name.startsWith('__vi') && !IMPORT.test(name))
}

/** A variable of the module itself. */
const IMPORT = /_import_\d+__$/

/** A weak store may hold one for each object of the program: the latest are as good as all. */
const MOST_ENTRIES = 64

function entriesOf(entries: readonly Entry[]): readonly HeldInside[] {
  return entries.slice(-MOST_ENTRIES).map(({ value }, at) => {
    return { key: `entry ${at}`, name: 'entry', value, isOfModule: false }
  })
}

function heldAs(name: string, value: unknown): HeldInside {
  return { key: name, name, value, isOfModule: false }
}
