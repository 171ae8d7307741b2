import { EventEmitter, setMaxListeners } from 'node:events'
import { mkdirSync, mkdtempSync, readFileSync, realpathSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, describe, expect, it } from 'vitest'
import { sourceMapOf } from '../../../vitest/src/source-maps.ts'
import { provideSourceMaps } from '../../src/index.ts'
import { describePath } from '../../src/report/describe-culprit.ts'
import { culpritsOf } from './culprits-of.ts'

provideSourceMaps(sourceMapOf)

const source = readFileSync(import.meta.filename, 'utf8').split('\n')

const MODULE = 'module packages/core/test/attribution/without-a-snapshot.test.ts'

const kept: object[] = []
const bySymbol: Record<symbol, Line> = {}
let newest: object | undefined
let handler: (given: number) => number = (given) => given
const byId: Record<string, Line> = {}

class Line {
  readonly id: number

  constructor(id: number) {
    this.id = id
  }
}

class Link {
  next: Link | undefined
}

class Basket {
  static readonly all = new Set<Basket>()
  readonly #lines = new Map<number, Line>()
  readonly watchers = new Set<() => number>()
  readonly waiting: Line[] = []

  add(): void {
    this.#lines.set(this.#lines.size, new Line(this.#lines.size))
  }

  watch(id: number): void {
    this.watchers.add(() => id)
  }

  wait(id: number): void {
    this.waiting.push(new Line(id))
    if (this.waiting.length === 10) this.waiting.length = 0
  }
}

const basket = new Basket()
const queue = linkedQueue()
const onChange = createStore()
const board = createBoard()
const emitter = new EventEmitter().setMaxListeners(0)
const stopping = new AbortController()
setMaxListeners(0, stopping.signal)

afterEach(() => {
  kept.length = 0
  Basket.all.clear()
})

describe('in a heap that is too large for a snapshot', () => {
  it.each<readonly [string, (at: number) => void, string]>([
    ['a variable', (at) => void kept.push(new Line(at)), 'kept (Array) → entry → Line'],
    ['a private field', () => basket.add(), 'basket (Basket) → #lines (Map) → entry → Line'],
    [
      'a static field',
      () => void Basket.all.add(new Basket()),
      'Basket → all (Set) → entry → Basket',
    ],
    [
      'a dictionary',
      (at) => {
        byId[`${at}`] = new Line(at)
      },
      'byId (Object) → entry → Line',
    ],
    [
      'a symbol of a dictionary',
      (at) => {
        bySymbol[Symbol('key')] = new Line(at)
      },
      'bySymbol (Object) → entry → Line',
    ],
    [
      'the next of a list',
      (at) => {
        newest = { at, before: newest }
      },
      'newest (Object) → before (Object)',
    ],
    ['the end of a list', () => queue.add(), 'queue (Object) → first (Link) → next (Link)'],
    [
      'what each function calls',
      (at) => {
        const next = handler
        handler = (given) => next(given) + at
      },
      'handler → next (function handler)',
    ],
    [
      'a variable of a call',
      (at) => void onChange(() => at),
      'onChange → listeners (Set) → entry → function (anonymous)',
    ],
    [
      'a state that each change replaces',
      (at) => board.add(new Line(at)),
      'board (Object) → add → state (Object) → lines (Array) → entry → Line',
    ],
    [
      'an emitter',
      () => void emitter.once('end', () => basket),
      'emitter (EventEmitter) → end listener (function (anonymous))',
    ],
    [
      'a signal',
      () => stopping.signal.addEventListener('abort', () => basket),
      'stopping (AbortController) → #signal (AbortSignal) → abort listener (function (anonymous))',
    ],
  ])('what holds a leak is told as the source names it: %s', async (_, scenario, path) => {
    const [culprit] = await culpritsOf(scenario)

    expect(describePath(culprit?.path ?? [])).toBe(`${MODULE} → ${path}`)
    expect(culprit?.perIteration.objects).toBeCloseTo(1)
    expect(culprit?.site?.file).toMatch(/without-a-snapshot\.test\.ts$/)
  })

  it('a function is made where it is written, and added elsewhere or there', async () => {
    const [culprit] = await culpritsOf((at) => basket.watch(at))

    expect(culprit).toMatchObject({
      type: 'function (anonymous)',
      site: { line: lineOf('this.watchers.add(() => id)') },
    })
  })

  it('what is made elsewhere than it is added is told with both lines', async () => {
    const make = (at: number) => new Line(at)
    const [culprit] = await culpritsOf((at) => {
      const line = make(at)
      kept.push(line)
    })

    expect(culprit).toMatchObject({ addedAt: { line: lineOf('kept.push(line)') } })
  })

  it('neither a list of each iteration’s own nor one that is emptied now and then is told', async () => {
    const culprits = await culpritsOf((at) => {
      const own: object[] = []
      own.push(new Line(at))
      basket.wait(at)
      kept[kept.length] = new Line(at)
    })

    expect(culprits.map(({ path }) => describePath(path))).toEqual([
      `${MODULE} → kept (Array) → entry → Line`,
    ])
  })

  it('what the setup returned is the scenario’s context', async () => {
    const context = new EventEmitter().setMaxListeners(0)
    const [culprit] = await culpritsOf(() => void context.on('end', () => basket), [context])

    expect(describePath(culprit?.path ?? [])).toBe(
      "the scenario's context (EventEmitter) → end listener (function (anonymous))",
    )
  })

  it('what a package made for the project comes before all that packages export, and is no listener of it', async () => {
    const { modules, createApp } = await routerPackage()
    const app = createApp()
    const [culprit] = await culpritsOf((at) => void (modules.length && app.use(() => at)))

    expect(describePath(culprit?.path ?? [])).toBe(
      'app → router (Object) → stack (Array) → entry → function (anonymous)',
    )
  })

  it('what a listener sees is told as what it is, not as a listener', async () => {
    const seen = new Map<number, Line>()
    const context = new EventEmitter().on('end', () => seen.clear())
    const [culprit] = await culpritsOf((at) => void seen.set(at, new Line(at)), [context])

    expect(describePath(culprit?.path ?? [])).toMatch(/seen \(Map\) → entry → Line$/)
  })

  it.each([
    ['', (timer: NodeJS.Timeout) => timer],
    [', though no process waits for it', (timer: NodeJS.Timeout) => timer.unref()],
  ])('a timer that is never cleared is held by the event loop%s', async (_, of) => {
    const timers: NodeJS.Timeout[] = []
    const [culprit] = await culpritsOf(() => void timers.push(of(setTimeout(() => timers, 1e6))))
    timers.forEach(clearTimeout)

    expect(describePath(culprit?.path ?? [])).toBe('open handle (Timeout)')
  })

  it('neither a list that drops as many as it gains nor one replaced by another is told', async () => {
    const latest: { first: object | undefined } = { first: undefined }
    const culprits = await culpritsOf((at) => {
      kept.push(new Line(at))
      latest.first = { at, before: { at, before: undefined } }
    })

    expect(culprits.map(({ path }) => describePath(path))).toEqual([
      `${MODULE} → kept (Array) → entry → Line`,
    ])
  })

  it('where nothing that the scenario reaches holds it, the function that allocates is told', async () => {
    const [gate] = [new Promise<void>(() => {})]
    const [culprit] = await culpritsOf(function remember(at) {
      void gate.then(() => at)
    })

    expect(culprit).toMatchObject({ type: 'objects of remember', path: [] })
  })
})

interface RouterPackage {
  createApp(): { use(handler: () => number): void }
  readonly modules: readonly object[]
}

/** A published package: an emitter that makes its router when it is first asked for, and more exports than can be asked for. */
async function routerPackage(): Promise<RouterPackage> {
  const folder = join(realpathSync(mkdtempSync(join(tmpdir(), 'plateau-'))), 'node_modules/routing')
  const modules = Array.from({ length: 13 }, (_, module) => {
    const functions = Array.from({ length: 100 }, (_, at) => `f${at}() { return ${module} }`)
    return `{ __esModule: true, ${functions.join(', ')} }`
  })
  mkdirSync(folder, { recursive: true })
  writeFileSync(
    join(folder, 'index.mjs'),
    `export const modules = [${modules.join(', ')}]
export function createApp() {
  let router
  const app = function handle() {}
  app._events = {}
  Object.defineProperty(app, 'router', { get: () => (router ??= { stack: [] }) })
  app.use = (handler) => app.router.stack.push(handler)
  return app
}`,
  )
  return import(join(folder, 'index.mjs'))
}

function linkedQueue() {
  const first = new Link()
  let last = first
  return {
    first,
    add() {
      last.next = new Link()
      last = last.next
    },
  }
}

/** As packages keep what subscribes: nothing but functions is given out. */
function createStore() {
  const listeners = new Set<() => number>()
  return (listener: () => number) => listeners.add(listener)
}

function createBoard() {
  let state: { readonly lines: readonly Line[] } = { lines: [] }
  return {
    add(line: Line) {
      state = { ...state, lines: [...state.lines, line] }
    },
  }
}

/** From 1, of the first line with this text. */
function lineOf(text: string): number {
  return source.findIndex((line) => line.includes(text)) + 1
}
