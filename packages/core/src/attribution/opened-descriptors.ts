import fs from 'node:fs'
import { syncBuiltinESMExports } from 'node:module'
import type { Wait } from '../engine/port.ts'
import { runnerOf } from './runner-frames.ts'
import { isUsers } from './user-frames.ts'

/** Where descriptors that are still open were opened: a line of the user's, and how many. */
export interface Opening {
  readonly url: string
  /** Line and column from 1. */
  readonly line: number
  readonly column: number
  readonly functionName: string
  /** The function of `node:fs` that was called. */
  readonly opener: string
  readonly times: number
}

/**
 * Runs some iterations with the functions of `node:fs` that open something wrapped, and says which
 * calls left a descriptor open. No heap can tell: a descriptor is a number.
 */
export function* findOpenings(
  iterations: number,
  run: (iterations: number) => Generator<Wait, void, unknown>,
): Generator<Wait, readonly Opening[], unknown> {
  const opened = new Map<number, CallSite>()
  const restore = wrapOpeners((fd, site) => {
    if (site) opened.set(fd, site)
  })
  try {
    yield* run(iterations)
  } finally {
    restore()
  }
  const counts = new Map<string, Opening>()
  for (const [fd, site] of opened) {
    if (!isOpen(fd)) continue
    const key = `${site.url}:${site.line}:${site.column}`
    counts.set(key, { ...site, times: (counts.get(key)?.times ?? 0) + 1 })
  }
  return [...counts.values()].sort((one, other) => other.times - one.times)
}

type CallSite = Omit<Opening, 'times'>
type Note = (fd: number, site: CallSite | undefined) => void
type AnyFunction = (...args: unknown[]) => unknown

/** Each wrapper notes the stack of the call, and under it the descriptor once there is one. */
function wrapOpeners(note: Note): () => void {
  const originals = [
    wrap(fs, 'openSync', (result, site) => note(result as number, site)),
    wrapCallback(fs, 'open', note),
    wrap(fs.promises, 'open', (result, site) => {
      const noteHandle = (handle: unknown) => note((handle as { fd: number }).fd, site)
      ;(result as Promise<unknown>).then(noteHandle, () => {})
    }),
    ...(['createReadStream', 'createWriteStream'] as const).map((name) =>
      wrap(fs, name, (result, site) => {
        ;(result as fs.ReadStream).once('open', (fd: number) => note(fd, site))
      }),
    ),
  ]
  syncBuiltinESMExports()
  return () => {
    for (const restore of originals) restore()
    syncBuiltinESMExports()
  }
}

function wrap(
  holder: object,
  name: string,
  after: (result: unknown, site: CallSite | undefined) => void,
): () => void {
  const functions = holder as Record<string, AnyFunction>
  const original = functions[name] as AnyFunction
  functions[name] = function (this: unknown, ...args) {
    const site = callSite(name)
    const result = original.apply(this, args)
    after(result, site)
    return result
  }
  return () => {
    functions[name] = original
  }
}

function wrapCallback(holder: object, name: string, note: Note): () => void {
  const functions = holder as Record<string, AnyFunction>
  const original = functions[name] as AnyFunction
  functions[name] = function (this: unknown, ...args) {
    const site = callSite(name)
    const callback = args.at(-1)
    if (typeof callback === 'function') {
      args[args.length - 1] = (error: unknown, fd: number) => {
        if (!error) note(fd, site)
        callback(error, fd)
      }
    }
    return original.apply(this, args)
  }
  return () => {
    functions[name] = original
  }
}

/** Deep enough to leave Node's and a package's own frames behind. */
const STACK_DEPTH = 50

/** The innermost frame that is neither Node's nor Plateau's, as the engine sees it: no map is applied. */
function callSite(opener: string): CallSite | undefined {
  const { prepareStackTrace, stackTraceLimit } = Error
  Error.stackTraceLimit = STACK_DEPTH
  Error.prepareStackTrace = (_, sites) => sites
  const sites = new Error('where something is opened').stack as unknown as NodeJS.CallSite[]
  Error.prepareStackTrace = prepareStackTrace
  Error.stackTraceLimit = stackTraceLimit
  const site = sites.find((candidate) => isOwn(candidate.getFileName() ?? ''))
  if (!site) return undefined
  return {
    url: site.getFileName() ?? '',
    line: site.getLineNumber() ?? 1,
    column: site.getColumnNumber() ?? 1,
    functionName: site.getFunctionName() ?? '',
    opener,
  }
}

function isOwn(url: string): boolean {
  return isUsers(url) && runnerOf(url) === undefined
}

function isOpen(fd: number): boolean {
  try {
    fs.fstatSync(fd)
    return true
  } catch {
    return false
  }
}
