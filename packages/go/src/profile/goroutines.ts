import type { Frame } from '../frame.ts'

/** Goroutines that are in the same state at the same line, started at the same line. */
export interface GoroutineGroup {
  /** Without minutes: `chan receive`, `select (no cases)`. */
  readonly state: string
  /** Locked to its thread by `runtime.LockOSThread`. */
  readonly isLocked: boolean
  /** Go's own profile found that nothing can wake it. */
  readonly isProvenLeaked: boolean
  /** Innermost first. */
  readonly stack: readonly Frame[]
  /** The `go` statement; undefined for the main goroutine. */
  readonly createdBy: Frame | undefined
  readonly count: number
  /** What the longest `time.Sleep` that one of them is in was asked for. */
  readonly sleepsMs?: number
  /** The longest of them; Go tells it from one minute on. */
  readonly waitsSinceMinutes?: number
}

/** Reads `goroutine?debug=2`, `goroutineleak?debug=2` and crash dumps, other text around them included. */
export function parseGoroutines(text: string): readonly GoroutineGroup[] {
  const groups = new Map<string, GoroutineGroup>()
  let reading: Reading | undefined
  const finish = (): void => {
    if (reading) addTo(groups, reading)
    reading = undefined
  }
  for (const line of text.split('\n')) {
    const header = HEADER.exec(line)
    if (header) {
      finish()
      reading = { ...parseState(header[1] ?? ''), stack: [], createdBy: undefined, call: undefined }
    } else if (reading && line.trim() === '') {
      finish()
    } else if (reading) {
      readLine(reading, line)
    }
  }
  finish()
  return [...groups.values()]
}

/** `goroutine 7 gp=0xc0000061c0 m=nil [select, 3 minutes, locked to thread] {label: value}:` */
const HEADER = /^goroutine \d+(?: gp=\S+ m=\S+(?: mp=\S+)?)? \[(.*?)\](?: \{.*\})?:\r?$/

type State = Pick<GoroutineGroup, 'state' | 'isLocked' | 'isProvenLeaked'> & {
  readonly minutes: number | undefined
}

interface Reading extends State {
  readonly stack: Frame[]
  createdBy: Frame | undefined
  sleepsMs?: number
  /** The line of the function, which its place follows. */
  call: { readonly function: string; readonly isCreator: boolean } | undefined
}

function parseState(text: string): State {
  // Go 1.26 puts labels within the brackets, 1.27 behind them.
  const described = text.replace(/ labels:\{.*\}$/, '')
  const [first = '', ...rest] = described.split(', ')
  const minutes = rest.map((part) => /^(\d+) minutes$/.exec(part)?.[1]).find(Boolean)
  return {
    state: first.replace(/ \((?:leaked|scan|durable)\)/g, ''),
    isLocked: rest.includes('locked to thread'),
    isProvenLeaked: first.includes(' (leaked)'),
    minutes: minutes === undefined ? undefined : Number(minutes),
  }
}

function readLine(reading: Reading, line: string): void {
  const place = PLACE.exec(line)
  const slept = SLEEP.exec(line)
  if (slept) reading.sleepsMs = Number(slept[1]) / 1e6
  if (place === null) {
    const creator = CREATOR.exec(line)
    reading.call = creator
      ? { function: creator[1] ?? '', isCreator: true }
      : { function: withoutArguments(line), isCreator: false }
    return
  }
  const { call } = reading
  if (call === undefined) return
  const frame: Frame = { function: call.function, file: place[1] ?? '', line: Number(place[2]) }
  if (call.isCreator) reading.createdBy = frame
  else if (frame.function !== 'runtime.goexit') reading.stack.push(frame)
  reading.call = undefined
}

/** Arguments are printed as the words they are: here the nanoseconds. */
const SLEEP = /^time\.Sleep\((0x[0-9a-f]+)\??\)$/

const PLACE = /^\t(.+):(\d+)(?: \+0x[0-9a-f]+)?(?: fp=.*)?\s*$/

/** The number of the creating goroutine is there since Go 1.21. */
const CREATOR = /^created by (\S.*?)(?: in goroutine \d+)?\s*$/

/** `net/http.(*conn).serve(0xc000182000, {0x7d93c8, 0xc0001})` without the words on its stack. */
function withoutArguments(call: string): string {
  const end = call.lastIndexOf('(')
  return end > 0 ? call.slice(0, end) : call.trim()
}

function addTo(groups: Map<string, GoroutineGroup>, reading: Reading): void {
  const { state, isLocked, isProvenLeaked, stack, createdBy, minutes } = reading
  const places = [...stack, ...(createdBy ? [createdBy] : [])]
  const key = [
    `${state} ${isLocked} ${isProvenLeaked} ${createdBy !== undefined}`,
    ...places.map((frame) => `${frame.function} ${frame.file}:${frame.line}`),
  ].join('\n')
  const known = groups.get(key)
  const longest = Math.max(minutes ?? 0, known?.waitsSinceMinutes ?? 0)
  const sleepsMs = Math.max(reading.sleepsMs ?? 0, known?.sleepsMs ?? 0)
  groups.set(key, {
    state,
    isLocked,
    isProvenLeaked,
    stack,
    createdBy,
    count: (known?.count ?? 0) + 1,
    ...(sleepsMs > 0 && { sleepsMs }),
    ...(longest > 0 && { waitsSinceMinutes: longest }),
  })
}
